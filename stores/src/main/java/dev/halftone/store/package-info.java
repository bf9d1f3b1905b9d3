/** What outlives a process or spans several: the durable file ledger and the Redis ledger. */
@NullMarked
package dev.halftone.store;

import org.jspecify.annotations.NullMarked;
