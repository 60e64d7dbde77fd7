import ArgumentParser

/// Options that say who may ask the server.
struct SecurityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve HTTPS with the certificate in this PEM file, those that lead to its root behind it. "
                + "Read again on SIGHUP and when it changes.",
            valueName: "file"))
    var tlsCertificate: String?

    @Option(
        help: ArgumentHelp(
            "The certificate's private key, in PEM and without a passphrase. (default: in the "
                + "certificate's file)",
            valueName: "file"))
    var tlsKey: String?

    @Option(
        name: .customLong("tls-client-ca"),
        help: ArgumentHelp(
            "Ask clients for certificates of the authorities in this PEM file.", valueName: "file"))
    var tlsClientCA: String?

    @Option(
        help: ArgumentHelp(
            "Whether clients must show a certificate where --tls-client-ca asks for one: required, or "
                + "optional. (default: required)",
            valueName: "terms"))
    var tlsClientAuth: String?

    @Option(
        help: ArgumentHelp(
            "Answer only requests with a token of this file, but for /health; 'steady token' makes one. "
                + "Read again on SIGHUP and when it changes.",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        name: .customLong("h2c-upgrade"),
        help: ArgumentHelp(
            "Whether HTTP/1.1 clients may go over to HTTP/2 without TLS: on, or off, as behind a proxy that "
                + "hands on the Upgrade field. (default: on)",
            valueName: "switch"))
    var h2cUpgrade: String?

    var flags: [Setting: [String]] {
        let texts: [Setting: String?] = [
            .tlsCertificate: tlsCertificate, .tlsKey: tlsKey, .tlsClientCA: tlsClientCA,
            .tlsClientAuth: tlsClientAuth, .tokenFile: tokenFile,
            .h2cUpgrade: h2cUpgrade,
        ]
        return texts.mapValues { $0.map { [$0] } ?? [] }
    }
}
