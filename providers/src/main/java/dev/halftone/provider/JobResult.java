package dev.halftone.provider;

import org.jspecify.annotations.Nullable;

/**
 * The answer in which a job tells what it made.
 *
 * @param answer as it came
 * @param made the images in it, or where they are
 * @param job the job, or null if one exchange was enough
 */
record JobResult(HttpAnswer<ImageBody> answer, JobState.Made made, @Nullable Job job) {}
