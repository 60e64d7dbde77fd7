import Server

/// Who may ask the server, and what seals the way between.
struct SecuritySettings {
    /// The files for TLS; nil serves in the clear.
    let tls: TLSConfiguration?
    /// Whether HTTP/1.1 clients in the clear may go over to HTTP/2.
    let allowsUpgrade: Bool
    /// The file of tokens that let requests in; nil lets all in.
    let tokenFile: String?

    /// What is asked of clients where there is an authority for their certificates.
    enum ClientAuthentication: String, SettingValue, CaseIterable {
        case required
        case optional

        static var expectation: String { "required or optional" }

        init?(settingText: String) { self.init(rawValue: settingText) }
    }

    init(_ settings: Settings) throws(SettingsError) {
        allowsUpgrade = try settings.value(of: .h2cUpgrade, as: Switch.self) != .off
        tokenFile = try settings.value(of: .tokenFile)
        let certificate: String? = try settings.value(of: .tlsCertificate)
        let key: String? = try settings.value(of: .tlsKey)
        let authorities: String? = try settings.value(of: .tlsClientCA)
        let authentication = try settings.value(
            of: .tlsClientAuth, as: ClientAuthentication.self)
        guard let certificate else {
            for setting in [Setting.tlsKey, .tlsClientCA] {
                let (origin, texts) = settings.texts(of: setting)
                guard texts.isEmpty else {
                    throw .incomplete(origin: origin, missing: .tlsCertificate)
                }
            }
            tls = nil
            return
        }
        tls = TLSConfiguration(
            certificatePath: certificate, keyPath: key ?? certificate,
            clientCertificates: authorities.map {
                .init(authoritiesPath: $0, areRequired: authentication != .optional)
            })
    }

    /// Who can reach the server by these settings.
    var exposure: Exposure {
        Exposure(
            hasTLS: tls != nil,
            knowsClients: tokenFile != nil || tls?.clientCertificates?.areRequired == true)
    }
}
