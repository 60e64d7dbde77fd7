/// Applies renames, one after the other, to the names of variables.
///
/// Not `Sendable`, as regular expressions are not; used by one import.
struct Renaming {
    private struct Rule {
        let rename: ImportOptions.Rename
        let expression: Regex<AnyRegexOutput>
        let parts: [Part]
    }

    /// A piece of a replacement.
    private enum Part {
        case text(String)
        case group(Int)
    }

    private var rules: [Rule] = []

    /// Compiles renames.
    ///
    /// - Throws: `ImportError.unusableRename`.
    init(_ renames: [ImportOptions.Rename]) throws(ImportError) {
        for rename in renames {
            let expression: Regex<AnyRegexOutput>
            do {
                expression = try Regex(rename.pattern)
            } catch {
                throw .unusableRename(
                    rename.description, reason: "its pattern is no regular expression: \(error)")
            }
            let parts = Self.parts(of: rename.replacement)
            let groups = Self.groupCount(rename.pattern)
            for case .group(let number) in parts where number > groups {
                throw .unusableRename(
                    rename.description,
                    reason: "it refers to group \(number), and its pattern has \(groups)")
            }
            rules.append(Rule(rename: rename, expression: expression, parts: parts))
        }
    }

    /// How many groups a pattern captures, told from a match with nothing.
    private static func groupCount(_ pattern: String) -> Int {
        let match = try? Regex("(?:\(pattern))|").firstMatch(in: "")
        return match.map { $0.output.count - 1 } ?? 0
    }

    /// Reads `$1`, `\1`, and `$$` or `\\` for the signs themselves.
    private static func parts(of replacement: String) -> [Part] {
        var parts: [Part] = []
        var text = ""
        var rest = Substring(replacement)
        while let sign = rest.popFirst() {
            guard sign == "$" || sign == "\\" else {
                text.append(sign)
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(2)
            if let number = Int(digits) {
                parts.append(.text(text))
                parts.append(.group(number))
                text = ""
                rest = rest.dropFirst(digits.count)
            } else {
                text.append(rest.first == "$" || rest.first == "\\" ? rest.removeFirst() : sign)
            }
        }
        return parts + [.text(text)]
    }

    /// The new name; nil if no rename matches.
    func name(for name: String) -> String? {
        var current = name
        var isMatched = false
        for rule in rules where Self.matches(rule, current) {
            isMatched = true
            current = current.replacing(rule.expression) { match in
                rule.parts.map { part -> String in
                    switch part {
                    case .text(let text): text
                    case .group(let number): match.output[number].substring.map(String.init) ?? ""
                    }
                }.joined()
            }
        }
        return isMatched ? current : nil
    }

    /// The renames that match none of the names, each after the ones before it were applied.
    func unused(among names: [String]) -> [ImportOptions.Rename] {
        rules.indices.filter { index in
            var before = self
            before.rules = Array(rules[..<index])
            return !names.contains { Self.matches(rules[index], before.name(for: $0) ?? $0) }
        }.map { rules[$0].rename }
    }

    private static func matches(_ rule: Rule, _ name: String) -> Bool {
        (try? rule.expression.firstMatch(in: name)) != nil
    }
}
