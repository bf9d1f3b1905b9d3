package dev.halftone.provider;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.halftone.image.ProviderCall;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the prompt of a call that is about to be sent, if its provider's options say so. */
final class PromptLog {
  private static final Logger log = LoggerFactory.getLogger(PromptLog.class);

  private PromptLog() {}

  /**
   * Logs it, or not.
   *
   * @param others what no line may repeat, besides the key
   */
  static void sending(CommonOptions options, Collection<Secret> others, ProviderCall call) {
    if (options.logPrompts()) {
      String prompt = call.request().prompt().replace(options.key().reveal(), "***");
      for (Secret other : others) {
        prompt = prompt.replace(other.reveal(), "***");
      }
      // Quoted as JSON, so that it stays one line whatever is in it.
      log.info(
          "{}: attempt {} asks {} for {}",
          options.name(),
          call.attemptId(),
          call.model(),
          TextNode.valueOf(prompt));
    }
  }
}
