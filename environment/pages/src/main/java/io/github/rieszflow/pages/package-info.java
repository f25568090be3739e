/** The site: static pages made from the notebooks, the documents and the Javadoc. */
@NullMarked
package io.github.rieszflow.pages;

import org.jspecify.annotations.NullMarked;
