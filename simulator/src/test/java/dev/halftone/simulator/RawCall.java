package dev.halftone.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One call over a bare socket, which shows every byte that comes back and what is missing. */
final class RawCall implements AutoCloseable {
  private static final int LONGEST_MILLIS = 30_000;

  private final Socket socket;

  private RawCall(Socket socket) {
    this.socket = socket;
  }

  /** Sends the usual order of a provider. */
  static RawCall send(SimulatorHarness harness, SimulatedProvider provider, String prompt) {
    byte[] body =
        (provider == SimulatedProvider.VERCEL
                ? SimulatorHarness.vercelOrder(prompt)
                : SimulatorHarness.order(model(provider), prompt))
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    RawCall call = begin(harness, provider, body.length);
    call.write(body);
    return call;
  }

  private static String model(SimulatedProvider provider) {
    return provider == SimulatedProvider.OPENROUTER ? "openai/gpt-image-2" : "gpt-image-2";
  }

  /** Sends the head alone and promises a body. */
  static RawCall begin(SimulatorHarness harness, SimulatedProvider provider, int bodyBytes) {
    URI address =
        URI.create(
            switch (provider) {
              case OPENAI -> harness.simulator.openAiBaseUrl() + "/images/generations";
              case AZURE -> harness.simulator.azureEndpoint() + "/openai/v1/images/generations";
              case VERCEL -> harness.simulator.vercelBaseUrl() + "/v4/ai/image-model";
              case OPENROUTER -> harness.simulator.openRouterBaseUrl() + "/images";
              default -> throw new AssertionError(provider + " works by jobs");
            });
    String head =
        """
        POST %s HTTP/1.1
        host: simulator
        authorization: Bearer simulator-key
        ai-gateway-protocol-version: 0.0.1
        ai-gateway-auth-method: api-key
        ai-image-model-specification-version: 4
        ai-model-id: openai/gpt-image-2
        x-client-request-id: attempt
        content-type: application/json
        content-length: %d
        connection: close

        """
            .formatted(address.getPath(), bodyBytes)
            .replace("\n", "\r\n");
    try {
      RawCall call =
          new RawCall(new Socket(InetAddress.getByName(address.getHost()), address.getPort()));
      call.write(head.getBytes(StandardCharsets.US_ASCII));
      return call;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that comes until the connection ends, one character a byte. */
  String answer() {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try {
      socket.setSoTimeout(LONGEST_MILLIS);
      InputStream in = socket.getInputStream();
      byte[] some = new byte[1 << 16];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        received.write(some, 0, read);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open", e);
    } catch (IOException e) {
      // Reset: the other way in which a connection ends.
    }
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether nothing at all comes, not even an end; looks for a moment. */
  boolean isSilent() {
    try {
      socket.setSoTimeout(50);
      socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
