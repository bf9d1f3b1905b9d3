/** Images made before, weighed in bytes, and identical requests in flight, joined. */
@NullMarked
package dev.halftone.cache;

import org.jspecify.annotations.NullMarked;
