package dev.halftone.cli;

import dev.halftone.provider.AzureApi;
import dev.halftone.provider.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One provider of the configuration.
 *
 * @param name what it is called there
 * @param key its key; shows itself never
 * @param baseUrl its address or endpoint, or null for the one of its type
 * @param deployments on Azure, the deployment of each model
 * @param api on Azure, the form of the address
 * @param apiVersion on Azure, the version to send, or null
 * @param maxInFlight the most calls at a time, or null for the provider's own
 * @param timeout the longest one call may take, or null for what the request has left
 * @param prices a catalogue that overrides the shipped one, or null
 */
record ProviderSettings(
    String name,
    ProviderType type,
    Secret key,
    @Nullable String baseUrl,
    Map<String, String> deployments,
    AzureApi api,
    @Nullable String apiVersion,
    @Nullable Integer maxInFlight,
    @Nullable Duration timeout,
    @Nullable Path prices) {}
