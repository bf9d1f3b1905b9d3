package dev.halftone.simulator;

/** The providers this simulator speaks for. A closed set; thread-safe; does no I/O. */
public enum SimulatedProvider {
  /** OpenAI's Images API, Responses API image tool and Batch API. */
  OPENAI("openai"),
  /** Azure AI Foundry: the v1 and the deployment form of the Images API. */
  AZURE("azure"),
  /** The native and the OpenAI-compatible image endpoints of Vercel AI Gateway. */
  VERCEL("vercel"),
  /** OpenRouter's image endpoint. */
  OPENROUTER("openrouter"),
  /** fal: its queue, and direct calls of the same endpoints. */
  FAL("fal"),
  /** WaveSpeedAI: predictions to poll, and its synchronous mode. */
  WAVESPEED("wavespeed");

  private final String slug;

  SimulatedProvider(String slug) {
    this.slug = slug;
  }

  /** The short lower-case name: the first path segment of the provider's address. */
  public String slug() {
    return slug;
  }
}
