package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadHostsTest {
  private static final Redaction REDACTION = new Redaction(Secret.of("sk-4711"), "a fog");
  private static final DownloadHosts HOSTS = hosts("https://api.example.com");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example.net/a.png",
        "https://CDN.example.NET./a.png?x=y#z",
        "https://v3.fal.media/a",
        "https://a.b.fal.media:443/a",
        "https://api.example.com/a",
      })
  void address_onTheList_isAllowed(String url) {
    assertThat(HOSTS.refusal(URI.create(url), REDACTION)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fal.media/a",
        "https://evilfal.media/a",
        "https://v3.fal.media.evil.com/a",
        "https://cdn.example.net.evil.com/a",
        "https://v3.fal.media@evil.com/a",
        "https://user@cdn.example.net/a",
        "https://cdn.example.net:8443/a",
        "https://api.example.com:22/a",
        "http://cdn.example.net/a",
        "http://api.example.com/a",
        "http://169.254.169.254/latest",
        "https://10.0.0.1/a",
        "https://[::1]/a",
        "ftp://cdn.example.net/a",
        "file:///etc/passwd",
        "/a.png",
        "https:a.png",
      })
  void address_anywhereElse_isRefused(String url) {
    assertThat(HOSTS.refusal(URI.create(url), REDACTION)).isNotNull();
  }

  @Test
  void plainHttp_isForALoopbackProviderOnly() {
    assertThat(refusal("http://localhost:8080", "http://localhost:8080/a")).isNull();
    assertThat(refusal("http://127.0.0.1:8080", "http://127.0.0.1:8080/a")).isNull();
    assertThat(refusal("http://localhost:8080", "http://localhost:8081/a")).isNotNull();
    assertThat(refusal("http://localhost:8080", "http://127.0.0.1:8080/a")).isNotNull();
    assertThat(refusal("https://localhost:8080", "http://localhost:8080/a")).isNotNull();
    assertThat(refusal("http://10.0.0.7:8080", "http://10.0.0.7:8080/a")).isNotNull();
    assertThat(refusal("https://10.0.0.7:8443", "https://10.0.0.7:8443/a")).isNull();
  }

  @Test
  void refusal_namesTheHost_unlessItRepeatsTheKey() {
    assertThat(HOSTS.refusal(URI.create("https://evil.com/"), REDACTION)).contains("'evil.com'");
    assertThat(HOSTS.refusal(URI.create("https://sk-4711.evil.com/"), REDACTION))
        .contains("another host")
        .doesNotContain("4711");
  }

  private static @Nullable String refusal(String base, String url) {
    return hosts(base).refusal(URI.create(url), REDACTION);
  }

  private static DownloadHosts hosts(String base) {
    return new DownloadHosts(Set.of("cdn.example.net", "*.fal.media"), URI.create(base));
  }
}
