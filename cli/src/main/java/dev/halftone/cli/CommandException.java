package dev.halftone.cli;

/**
 * An expected end of a command: what to tell the user, and the exit code. An ordinary event, so it
 * carries no stack trace. The message never holds a key or a prompt.
 */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;

  CommandException(Exit exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }

  Exit exit() {
    return exit;
  }
}
