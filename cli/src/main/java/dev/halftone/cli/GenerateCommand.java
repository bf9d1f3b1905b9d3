package dev.halftone.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Routes one request, writes its images and prints what they cost. Costs money. */
@CommandLine.Command(
    name = "generate",
    description = "Routes one request, writes the images, prints route and cost. Costs money.",
    sortOptions = false)
final class GenerateCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "What the image should show.")
  @Nullable String prompt;

  @Mixin RequestOptions request = new RequestOptions();

  @Mixin SendOptions send = new SendOptions();

  GenerateCommand(Console console) {
    super(console);
  }

  @Override
  Exit run() throws Exception {
    return new Sending(console(), send, request).run(prompt);
  }
}
