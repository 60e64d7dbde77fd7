import Fixtures
import Foundation
import Testing

@testable import Server

@Suite struct CertificateFileTests {
    private let files: TestCertificates
    private let now = Int(Date.now.timeIntervalSince1970)

    init() throws { files = try TestCertificates() }

    private func configuration(_ certificate: String, _ key: String) -> TLSConfiguration {
        TLSConfiguration(certificatePath: files.path(certificate), keyPath: files.path(key))
    }

    /// What is said against a pair of files.
    private func failure(_ certificate: String, _ key: String) -> String {
        do throws(ServerError) {
            _ = try ServerCertificates(configuration(certificate, key))
            return ""
        } catch { return error.description }
    }

    @Test("a good pair says whose it is")
    func good() throws {
        let certificates = try ServerCertificates(configuration("server.pem", "server.key"))
        #expect(certificates.summary.hasPrefix("CN = server, valid until "))
        #expect(certificates.warnings.isEmpty)
    }

    @Test("certificate and key may be in one file")
    func oneFile() throws {
        _ = try ServerCertificates(configuration("both.pem", "both.pem"))
    }

    @Test("each fault names the file and what is wrong")
    func faults() throws {
        try files.write("empty.pem", "")
        try files.write(
            "damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        try files.write(
            "damaged.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        let absent = failure("absent.pem", "server.key")
        #expect(absent.contains("absent.pem: No such file"))
        let noKey = failure("server.pem", "absent.key")
        #expect(noKey.contains("absent.key: No such file"))
        let empty = failure("empty.pem", "server.key")
        #expect(empty.contains("empty.pem: it has no certificate in PEM"))
        let swapped = failure("server.key", "server.pem")
        #expect(swapped.contains("server.key: it has no certificate in PEM"))
        let keyless = failure("server.pem", "server.pem")
        #expect(keyless.contains("server.pem: it has no private key in PEM"))
        let damaged = failure("damaged.pem", "server.key")
        #expect(damaged.contains("damaged.pem: certificate 1 is damaged"))
        let damagedKey = failure("server.pem", "damaged.key")
        #expect(damagedKey.contains("damaged.key: its private key is damaged"))
        let mismatch = failure("server.pem", "client.key")
        #expect(mismatch.contains("client.key is not that of the first certificate"))
        #expect(mismatch.contains("server.pem"))
        let sealed = failure("server.pem", "sealed.key")
        #expect(sealed.contains("sealed.key: its key has a passphrase"))
        let folder = failure("", "server.key")
        #expect(folder.contains("Is a directory"))
    }

    @Test("authorities of clients are checked too")
    func authorities() throws {
        var configuration = configuration("server.pem", "server.key")
        configuration.clientCertificates = .init(authoritiesPath: files.path("server.key"))
        #expect(throws: ServerError.self) { try ServerCertificates(configuration) }
    }

    @Test("a certificate that is not valid at the time is warned of")
    func validity() throws {
        let year = 366 * 86_400
        let configuration = configuration("server.pem", "server.key")
        #expect(try TLSContext(configuration, at: now + 3600).warnings.isEmpty)
        let late = try TLSContext(configuration, at: now + 101 * year).warnings
        #expect(late.count == 1)
        #expect(late.first?.contains("server.pem") == true)
        #expect(late.first?.contains("expired on") == true)
        let early = try TLSContext(configuration, at: now - year).warnings
        #expect(early.first?.contains("not valid before") == true)
    }

    @Test("a bad certificate does not take the place of a good one")
    func badReload() throws {
        try files.replace("live.pem", by: "server.pem")
        try files.replace("live.key", by: "server.key")
        let certificates = try ServerCertificates(configuration("live.pem", "live.key"))
        try files.replace("live.pem", by: "successor.pem")
        #expect(
            throws: ServerError.keyMismatch(
                certificatePath: files.path("live.pem"), keyPath: files.path("live.key"))
        ) { try certificates.reload() }
        #expect(certificates.summary.hasPrefix("CN = server,"))
        try files.replace("live.key", by: "successor.key")
        try certificates.reload()
        #expect(certificates.summary.hasPrefix("CN = successor,"))
    }
}
