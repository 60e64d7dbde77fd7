/* TLS and hashes: OpenSSL 3.0 or later. */
#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* These are made by macros of a form that Swift does not import. */
static const unsigned long steadyNameOnOneLine = XN_FLAG_ONELINE;
static const uint64_t steadyNoRenegotiation = SSL_OP_NO_RENEGOTIATION;
static const uint64_t steadyServerPreference =
    SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA;

static inline int steadyErrorReason(unsigned long code) { return ERR_GET_REASON(code); }
