#!/bin/sh
# Makes the certificates that tests of TLS use; tests run it themselves, as nothing of it is worth
# keeping.
# usage: make_certificates.sh FOLDER
set -eu
cd "$1"

# make NAME OPTIONS: NAME.pem and NAME.key, valid for a century
make() {
    name=$1
    shift
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 36500 \
        -subj "/CN=$name" -keyout "$name.key" -out "$name.pem" "$@" 2>/dev/null
}

make authority
make stranger
for name in server successor; do
    make "$name" -CA authority.pem -CAkey authority.key -addext basicConstraints=CA:false \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1
done
make client -CA authority.pem -CAkey authority.key -addext extendedKeyUsage=clientAuth
make mail -CA authority.pem -CAkey authority.key -addext extendedKeyUsage=emailProtection
make intruder -CA stranger.pem -CAkey stranger.key -addext extendedKeyUsage=clientAuth
# An authority between the root and the server.
make between -CA authority.pem -CAkey authority.key
make distant -CA between.pem -CAkey between.key -addext subjectAltName=DNS:localhost,IP:127.0.0.1
cat distant.pem between.pem >chain.pem
cat server.pem server.key >both.pem
openssl pkey -in server.key -aes-256-cbc -passout pass:secret -out sealed.key
