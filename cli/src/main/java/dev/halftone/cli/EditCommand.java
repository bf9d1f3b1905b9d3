package dev.halftone.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Routes one edit of one to sixteen images, writes the results and prints what they cost. Costs
 * money.
 */
@CommandLine.Command(
    name = "edit",
    description =
        "Changes images by a prompt: routes the edit, writes the results, prints route and cost. Costs money.",
    sortOptions = false)
final class EditCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PROMPT",
      description = "What should become of the images.")
  @Nullable String prompt;

  @Mixin RequestOptions request = new RequestOptions();

  @Mixin SendOptions send = new SendOptions();

  EditCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    if (request.images.isEmpty()) {
      throw CommandException.usage(
          "--image: at least one file to edit is needed; without one, use halftone generate");
    }
    return new Sending(console(), send, request).run(prompt);
  }
}
