package io.github.rieszflow.checkpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component that a record of settings has got later than others. While it is what all were before there was a choice, it is not
 * written, so folders of earlier releases hold the same and are read, and theirs can read such folders too.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Later {
    /**
     * What all were before.
     *
     * @return as JSON
     */
    String before();
}
