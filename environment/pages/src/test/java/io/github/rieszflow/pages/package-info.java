@NullMarked
package io.github.rieszflow.pages;

import org.jspecify.annotations.NullMarked;
