package dev.halftone.store;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.ThreeArgFunction;
import org.luaj.vm2.lib.TwoArgFunction;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * Runs scripts as Redis runs them: numbers are doubles, a reply's integers become numbers, nothing
 * becomes false, and what a script returns is cut to integers.
 *
 * <p>Where it differs: it is Lua 5.2, formats only %d, %0Nd and %s, and a number made into text
 * keeps all digits of an integer where Lua 5.1 would write 14.
 */
final class LuaScripts {
  private final Globals globals = JsePlatform.standardGlobals();
  private final Map<String, Prototype> compiled = new HashMap<>();
  private final Function<List<String>, @Nullable Object> commands;
  private final LuaTable redis = new LuaTable();

  LuaScripts(Function<List<String>, @Nullable Object> commands) {
    this.commands = commands;
    globals.set("unpack", globals.get("table").get("unpack"));
    globals.get("string").set("format", function(LuaScripts::format));
    for (String absent : List.of("os", "io", "luajava", "package", "require", "dofile", "print")) {
      globals.set(absent, LuaValue.NIL);
    }
    redis.set("call", function(args -> call(args, true)));
    redis.set("pcall", function(args -> call(args, false)));
    redis.set("error_reply", table("err"));
    redis.set("status_reply", table("ok"));
    redis.set("replicate_commands", function(args -> LuaValue.TRUE));
    redis.set("sha1hex", function(args -> text(SimulatedRedis.sha1(args.checkjstring(1)))));
  }

  @Nullable Object run(String body, List<String> keys, List<String> args) {
    LuaTable environment = new LuaTable();
    environment.set("redis", redis);
    environment.set("KEYS", strings(keys));
    environment.set("ARGV", strings(args));
    environment.setmetatable(guard());
    try {
      return toReply(new LuaClosure(compile(body), environment).call());
    } catch (LuaError e) {
      throw raised(e);
    }
  }

  private static RedisError raised(LuaError e) {
    LuaValue message = e.getMessageObject();
    if (message != null && message.istable() && message.get("err").isstring()) {
      return new RedisError(message.get("err").tojstring());
    }
    return new RedisError("ERR Error running script: " + e.getMessage());
  }

  private Prototype compile(String body) {
    return compiled.computeIfAbsent(
        body,
        text -> {
          try {
            return globals.compilePrototype(new StringReader(text), "@user_script");
          } catch (IOException | LuaError e) {
            throw new RedisError("ERR Error compiling script: " + e.getMessage());
          }
        });
  }

  /** Scripts have no globals of their own. */
  private LuaTable guard() {
    LuaTable guard = new LuaTable();
    guard.set(
        LuaValue.INDEX,
        new TwoArgFunction() {
          @Override
          public LuaValue call(LuaValue table, LuaValue name) {
            LuaValue found = globals.get(name);
            if (found.isnil()) {
              throw new LuaError("Script attempted to access nonexistent global variable " + name);
            }
            return found;
          }
        });
    guard.set(
        LuaValue.NEWINDEX,
        new ThreeArgFunction() {
          @Override
          public LuaValue call(LuaValue table, LuaValue name, LuaValue value) {
            throw new LuaError("Script attempted to create global variable " + name);
          }
        });
    return guard;
  }

  private LuaValue call(Varargs args, boolean raise) {
    List<String> words = new ArrayList<>(args.narg());
    for (int i = 1; i <= args.narg(); i++) {
      LuaValue arg = args.arg(i);
      if (arg.type() == LuaValue.TNUMBER) {
        words.add(RedisNumbers.text(arg.todouble()));
      } else if (arg.type() == LuaValue.TSTRING) {
        words.add(arg.tojstring());
      } else {
        throw new LuaError("Lua redis() command arguments must be strings or integers");
      }
    }
    try {
      return toLua(commands.apply(words));
    } catch (RedisError error) {
      LuaTable table = new LuaTable();
      table.set("err", text(error.text()));
      if (raise) {
        throw new LuaError(table);
      }
      return table;
    }
  }

  private static LuaValue toLua(@Nullable Object reply) {
    if (reply == null) {
      return LuaValue.FALSE;
    }
    if (reply instanceof Long number) {
      return LuaValue.valueOf((double) number);
    }
    if (reply instanceof RedisStatus status) {
      LuaTable table = new LuaTable();
      table.set("ok", text(status.text()));
      return table;
    }
    if (reply instanceof List<?> list) {
      LuaTable table = new LuaTable();
      for (int i = 0; i < list.size(); i++) {
        table.set(i + 1, toLua(list.get(i)));
      }
      return table;
    }
    return text((String) reply);
  }

  private static @Nullable Object toReply(LuaValue value) {
    return switch (value.type()) {
      case LuaValue.TSTRING -> value.tojstring();
      case LuaValue.TNUMBER -> integer(value.todouble());
      case LuaValue.TBOOLEAN -> value.toboolean() ? 1L : null;
      case LuaValue.TTABLE -> toReply(value.checktable());
      default -> null;
    };
  }

  /** What no integer is as large as becomes the least one, as it does on x86. */
  private static long integer(double number) {
    return number >= 0x1p63 ? Long.MIN_VALUE : (long) number;
  }

  private static Object toReply(LuaTable table) {
    if (table.get("err").isstring()) {
      throw new RedisError(table.get("err").tojstring());
    }
    if (table.get("ok").isstring()) {
      return new RedisStatus(table.get("ok").tojstring());
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 1; !table.get(i).isnil(); i++) {
      list.add(toReply(table.get(i)));
    }
    return list;
  }

  private static LuaTable strings(List<String> values) {
    LuaTable table = new LuaTable();
    for (int i = 0; i < values.size(); i++) {
      table.set(i + 1, text(values.get(i)));
    }
    return table;
  }

  /** Whole numbers and text; LuaJ cuts {@code %d} to 32 bits. */
  private static LuaValue format(Varargs args) {
    StringBuilder text = new StringBuilder();
    String pattern = args.checkjstring(1);
    int next = 2;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '%') {
        text.append(pattern.charAt(i));
        continue;
      }
      int width = 0;
      while (Character.isDigit(pattern.charAt(++i))) {
        width = 10 * width + Character.digit(pattern.charAt(i), 10);
      }
      switch (pattern.charAt(i)) {
        case 'd' -> {
          String digits = Long.toString((long) args.checkdouble(next++));
          text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
        }
        case 's' -> text.append(args.arg(next++).tojstring());
        case '%' -> text.append('%');
        default -> throw new LuaError("the simulation has no format '%s'".formatted(pattern));
      }
    }
    return text(text.toString());
  }

  private static LuaValue text(String value) {
    return LuaValue.valueOf(value);
  }

  private static LuaValue table(String field) {
    return new OneArgFunction() {
      @Override
      public LuaValue call(LuaValue message) {
        LuaTable table = new LuaTable();
        table.set(field, message);
        return table;
      }
    };
  }

  private static LuaValue function(Function<Varargs, LuaValue> body) {
    return new VarArgFunction() {
      @Override
      public Varargs invoke(Varargs args) {
        return body.apply(args);
      }
    };
  }
}
