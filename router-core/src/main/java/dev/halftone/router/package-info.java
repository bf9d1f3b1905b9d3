/** Plans, executes, learns from and explains each request. */
@NullMarked
package dev.halftone.router;

import org.jspecify.annotations.NullMarked;
