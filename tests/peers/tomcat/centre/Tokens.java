package centre;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** R6, R7, R18. They live in the web application: a new one knows none of the old. */
final class Tokens {
  private final Map<String, Long> ends = new ConcurrentHashMap<>();
  private final String basic;
  private final long validSeconds;

  Tokens(String clientId, String clientSecret, long validSeconds) {
    byte[] pair = (clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8);
    this.basic = "Basic " + Base64.getEncoder().encodeToString(pair);
    this.validSeconds = validSeconds;
  }

  boolean mayHaveOne(String authorization) {
    return basic.equals(authorization);
  }

  /** With a validity of 0 it never ends. */
  String issue() {
    String token = UUID.randomUUID().toString();
    long end = validSeconds == 0 ? Long.MAX_VALUE : System.nanoTime() + validSeconds * 1_000_000_000;
    ends.put(token, end);
    return token;
  }

  boolean isValid(String authorization) {
    if (authorization == null || !authorization.toLowerCase().startsWith("bearer ")) return false;
    Long end = ends.get(authorization.substring("bearer ".length()));
    return end != null && (end == Long.MAX_VALUE || System.nanoTime() < end);
  }
}
