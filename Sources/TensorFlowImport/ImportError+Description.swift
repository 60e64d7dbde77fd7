extension ImportError: CustomStringConvertible {
    /// What is wrong, where, and what helps.
    public var description: String {
        switch self {
        case .checkpoint(let error):
            return error.description
        case .malformedGraph(let node, let reason):
            return "the graph is not usable at node '\(node)': \(reason)"
        case .unknownTensor(let name, let option, let candidates):
            return "\(option) names '\(name)', which is not in the graph"
                + Self.list(candidates, after: "; candidates:")
        case .unknownSignature(let name, let known):
            return "the graph has no signature '\(name)'"
                + (known.isEmpty ? "; it has none at all" : "; it has \(Self.quoted(known))")
        case .ambiguousInputs(let candidates):
            return "it is not clear which tensor requests give; choose with --input-node, and hold "
                + "the others at a value with --hold NAME=VALUE"
                + Self.list(candidates, after: "; candidates:")
        case .ambiguousOutputs(let candidates):
            return "it is not clear which tensor to answer with; choose with --output-node"
                + Self.list(candidates, after: "; candidates:")
        case .noInput(let outputs):
            return "\(Self.quoted(outputs)) depend on nothing that a request could give; choose "
                + "another tensor with --output-node, or name the input with --input-node"
        case .placeholderWithoutValue(let candidate):
            return "the outputs depend on \(candidate), which is not an input; give its value with "
                + "--hold \(candidate.name)=VALUE or make it an input with "
                + "--input-node \(candidate.name)"
        case .unusableInput(let candidate, let reason):
            return "the input \(candidate) can't be served: \(reason); give its dimensions with "
                + "--input-shape \(candidate.name)=N,…"
        case .unsupportedOperators(let operators):
            return "the outputs depend on operators that are not supported:"
                + operators.map(Self.line).joined()
                + "\nif they only prepare the input, name the tensor after them with --input-node"
        case .unsupportedUse(let node, let op, let reason):
            return "node '\(node)' (\(op)) is not supported: \(reason)"
        case .invalidNode(let error):
            return error.description
        case .undecidedBranch(let node, let condition, let op):
            let cause = condition.map { "'\($0)' (\(op ?? "?"))" } ?? "a value"
            return
                "the branch that '\(node)' takes depends on \(cause), which is not known at load; "
                + "if it is a switch, give its value with --hold NAME=VALUE"
        case .statisticsWithoutAverage(let node, let op):
            return
                "batch normalization '\(node)' (\(op)) takes mean and variance from the batch, and "
                + "nothing in the graph keeps moving averages of them, so its answers would depend on "
                + "what else is in the batch; save the graph that was built with training=False, or "
                + "one with the update operations (tf.GraphKeys.UPDATE_OPS)"
        case .virtualBatches(let layer):
            return "layer '\(layer)' deals the batch into groups (virtual_batch_size), so that an "
                + "answer would depend on its neighbours; save the graph built without it"
        case .renormalization(let layer):
            return "layer '\(layer)' uses batch renormalization (renorm=True), which is not "
                + "supported; train it with renorm=False"
        case .missingVariables(let variables, let file):
            return Self.describe(variables, file)
        case .mismatchedVariables(let variables, let file):
            return "\(file) does not fit the graph:"
                + variables.map { variable in
                    "\n  '\(variable.name)' is \(variable.given), the graph expects "
                        + variable.expected
                }.joined()
                + "\nuse the .meta file that was saved with this checkpoint"
        case .unusableRename(let rename, let reason):
            return "the rename '\(rename)' is not usable: \(reason)"
        case .readTogether(let variables, let name):
            return
                "\(Self.quoted(variables)) would all be '\(name)' of the checkpoint; tell them apart, "
                + "with --rename by a group, as in '(.*)/bn/=$1/norm/', with --statistics by more of "
                + "the name"
        case .ambiguousStatistic(let variable, let candidates):
            return "of the variables that --statistics selects, '\(variable)' could be "
                + "\(Self.quoted(candidates)); select fewer, or say which with --rename"
        }
    }

    private static func describe(_ variables: [MissingVariable], _ file: String) -> String {
        let lines = variables.map { variable in
            let shape = variable.shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
            return "\n  '\(variable.name)' [\(shape)]"
                + (variable.similar.isEmpty
                    ? "" : " (the checkpoint has \(quoted(variable.similar)))")
        }
        var mend = "\nsave again with these variables"
        if variables.contains(where: \.isStatistic) {
            mend =
                "\nbatch normalization can't answer without its moving statistics; save them too: "
                + "tf.compat.v1.train.Saver(var_list=tf.compat.v1.trainable_variables() + "
                + "[v for v in tf.compat.v1.global_variables() if 'moving_' in v.name]), "
                + "or compute them from data with steady calibrate"
        }
        let similar = variables.flatMap { variable in variable.similar.map { (variable.name, $0) } }
        if similar.contains(where: { $1 == $0 + SavedNames.averageSuffix }) {
            mend +=
                "\nto answer with moving averages of variables, where the checkpoint has them, "
                + "use --averages ema"
        } else if !similar.isEmpty {
            mend +=
                "\nwhere the checkpoint has them under other names, give these with "
                + "--rename 'REGEX=REPLACEMENT'"
                + (variables.contains(where: \.isStatistic)
                    ? ", or those of statistics with --statistics PART-OF-NAME" : "")
        }
        return "\(file) lacks variables that the outputs depend on:" + lines.joined() + mend
    }

    private static func line(_ unsupported: UnsupportedOperator) -> String {
        let shown = unsupported.nodes.prefix(3)
        let rest = unsupported.nodes.count - shown.count
        return "\n  \(unsupported.op): needed by \(quoted(Array(shown)))"
            + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func list(_ candidates: [Candidate], after introduction: String) -> String {
        candidates.isEmpty
            ? "" : introduction + candidates.map { "\n  \($0)" }.joined()
    }

    private static func quoted(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}
