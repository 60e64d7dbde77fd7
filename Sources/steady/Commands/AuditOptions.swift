import ArgumentParser

/// The option that accepts what the audit found.
struct AuditOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A finding that shall not keep the model from being served, such as "
                + "statistics-never-updated; may be repeated. 'steady inspect' shows findings.",
            valueName: "code"))
    var allow: [String] = []

    var flags: [Setting: [String]] { [.allow: allow] }
}
