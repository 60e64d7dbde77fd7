import Server

extension AccessTokens {
    /// Reads the tokens again.
    var reloadAction: ReloadAction {
        ReloadAction("token file", files: [path]) {
            try self.reload()
            return self.count == 1 ? "1 token" : "\(self.count) tokens"
        }
    }
}
