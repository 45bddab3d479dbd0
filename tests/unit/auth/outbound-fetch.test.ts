import { describe, expect, it } from "vitest";
import { isInner, outboundFetch } from "#lib/oauth/outbound-fetch.ts";

describe("an address that a user chose", () => {
  it("is not fetched when it leads into this server's own networks", async () => {
    const fetchOut = outboundFetch({ isInnerAllowed: false });
    const inside = [
      "http://example.org/",
      "https://127.0.0.1/",
      "https://localhost/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/latest/meta-data/",
      "https://10.1.2.3/",
      "https://0x7f000001/",
      "file:///etc/passwd",
    ];
    for (const url of inside) await expect(fetchOut(url), url).rejects.toThrow();
  });

  it("is told by its network", () => {
    for (const address of ["172.31.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "fe80::1", "0.0.0.0"]) {
      expect([address, isInner(address)]).toEqual([address, true]);
    }
    for (const address of ["8.8.8.8", "172.32.0.1", "2606:4700::1111"]) {
      expect([address, isInner(address)]).toEqual([address, false]);
    }
  });
});
