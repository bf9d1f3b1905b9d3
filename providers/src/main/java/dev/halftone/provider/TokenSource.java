package dev.halftone.provider;

import io.vertx.core.Future;

/**
 * Gets a bearer token, for instance from a managed identity. For Azure AI Foundry its scope is
 * {@code https://ai.azure.com/.default} (older resources: {@code
 * https://cognitiveservices.azure.com/.default}), read 2026-09.
 *
 * <p>Called on any thread, one call at a time; must not block. What it gives is kept until shortly
 * before it expires. If it fails, so do the calls that wait for it, and nothing is sent; only the
 * type of its failure is repeated.
 */
@FunctionalInterface
public interface TokenSource {
  /** A token, or a failed future. */
  Future<AccessToken> token();
}
