import Engine
import Graph
import TensorFlowImport

/// What there is to find out about a checkpoint before it is served.
public struct ModelExamination: Sendable {
    /// What the graph and its variables make; nil where the import was refused.
    public let imported: ImportedModel?
    /// The batch normalizations, in the graph's order; empty where the import was refused.
    public let layers: [BatchNormalizationLayer]
    /// All that was found, kind by kind, also what is allowed.
    public let findings: [Finding]
    /// What the import decided, less what findings say already.
    public var notes: [String] { imported?.notesBesideFindings ?? [] }
    /// The kinds of finding that a person accepts.
    public let allowed: Set<Finding.Code>
    /// The model, or why it can't be served: `ServingError.refused` for findings, else whatever
    /// error the part that refuses has.
    public let outcome: Result<LoadedModel, any Error>

    /// Examines what an import gave.
    ///
    /// - Parameters:
    ///   - allowed: The kinds of finding that a person accepts.
    ///   - compile: Compiles the graph; called unless something is refused.
    init(
        _ imported: ImportedModel, allowed: Set<Finding.Code>,
        compile: (_ warnings: [String], _ notes: [String]) throws -> LoadedModel
    ) {
        self.imported = imported
        self.allowed = allowed
        do {
            // Statistics that the graph still computes, from float16 for one, are folded to be seen.
            let folding = ConstantFolding(evaluate: ReferenceKernels.constantEvaluator)
            layers = try InferenceMode.recognized(imported.graph)
                .rewritten(by: [folding]).batchNormalizationLayers
        } catch {
            layers = []
            findings = imported.readingFindings
            outcome = .failure(error)
            return
        }
        // A layer that two branches share is found twice.
        var seen: Set<Finding> = []
        let ofLayers = layers.flatMap(\.findings).filter { seen.insert($0).inserted }
        let all = Self.sorted(ofLayers) + imported.readingFindings
        findings = all
        outcome = Result {
            let refusals = all.filter { $0.isRefusal(allowing: allowed) }
            guard refusals.isEmpty else { throw ServingError.refused(refusals) }
            return try compile(
                all.filter { Self.isWarning($0, allowed: allowed) }.map(\.line),
                imported.notesBesideFindings
                    + all.filter { $0.code.severity == .information }.map(\.line))
        }
    }

    /// Notes why there is nothing to examine.
    init(refusedBy error: ImportError, allowed: Set<Finding.Code>) {
        imported = nil
        layers = []
        findings = error.findings
        self.allowed = allowed
        outcome = .failure(findings.isEmpty ? error : ServingError.refused(findings))
    }

    /// An accepted defect is still warned about; an accepted warning has been heard.
    private static func isWarning(_ finding: Finding, allowed: Set<Finding.Code>) -> Bool {
        switch finding.code.severity {
        case .error: true
        case .warning: !allowed.contains(finding.code)
        case .information: false
        }
    }

    /// Findings of one kind together, in the order of the codes and then of the layers.
    private static func sorted(_ findings: [Finding]) -> [Finding] {
        Finding.Code.allCases.flatMap { code in findings.filter { $0.code == code } }
    }
}

extension ImportedModel {
    /// What the import decided, less what a finding says already.
    fileprivate var notesBesideFindings: [String] {
        notes.compactMap { note in
            if case .averagedWeights(_, .raw) = note { nil } else { note.description }
        }
    }
}
