import HTTPTypes

extension HTTPFields {
    /// What `self[name]` gives, sooner where there is one such field: that one's text is then not copied.
    public func text(of name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            guard found == nil else { return self[name] }
            found = field.value
        }
        return found
    }
}
