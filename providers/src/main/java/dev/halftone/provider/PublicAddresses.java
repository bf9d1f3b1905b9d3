package dev.halftone.provider;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells the addresses of the public internet from all others, so that no answer can make us fetch
 * from inside our own network. Pure.
 */
final class PublicAddresses {
  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    int third = bytes[2] & 0xFF;
    return switch (first) {
      case 0, 10, 127 -> false;
      // Shared by carriers: 100.64.0.0/10.
      case 100 -> second < 64 || second > 127;
      // Link-local, where clouds keep the keys of their machines.
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      // Private, and two blocks for protocols and documents.
      case 192 -> !(second == 168 || (second == 0 && (third == 0 || third == 2)));
      // Benchmarks and documents.
      case 198 -> !(second == 18 || second == 19 || (second == 51 && third == 100));
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  /** Global unicast, 2000::/3, without what carries another address in it or is for documents. */
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
    int second = (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
    boolean teredoOrProtocol = first == 0x2001 && second < 0x200;
    boolean documents = (first == 0x2001 && second == 0xDB8) || first == 0x3FFF;
    boolean sixToFour = first == 0x2002;
    return first >> 13 == 1 && !teredoOrProtocol && !documents && !sixToFour;
  }
}
