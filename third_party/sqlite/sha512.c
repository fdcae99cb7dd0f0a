/* SHA-512's compression function (FIPS 180-4, 6.4.2) by OpenSSL, which uses what the processor has. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <string.h>

const char gatehouse_sha512[] = "SHA-512 by OpenSSL";

/* As the amalgamation declares it; only the state is touched here. */
typedef struct {
  unsigned int tot_len;
  unsigned int len;
  unsigned char block[2 * SHA512_CBLOCK];
  unsigned long long h[8];
} sha512_ctx;

void sha512_transf(sha512_ctx *context, const unsigned char *message, unsigned int blocks) {
  SHA512_CTX state;
  memset(&state, 0, sizeof state);
  memcpy(state.h, context->h, sizeof state.h);
  state.md_len = SHA512_DIGEST_LENGTH;
  SHA512_Update(&state, message, (size_t)blocks * SHA512_CBLOCK); /* whole blocks: nothing is kept back */
  memcpy(context->h, state.h, sizeof state.h);
}
