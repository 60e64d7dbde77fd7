import Logging
import Server

extension ServerCertificates {
    /// Reads the certificate again.
    func reloadAction(_ logger: Logger) -> ReloadAction {
        ReloadAction("certificate", files: configuration.paths) {
            try self.reload()
            self.logWarnings(to: logger)
            return self.summary
        }
    }

    /// Logs what keeps clients from accepting the certificate.
    func logWarnings(to logger: Logger) {
        for warning in warnings { logger.warning("\(warning)") }
    }
}
