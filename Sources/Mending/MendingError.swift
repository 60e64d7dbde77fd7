import Tensors

/// Why a checkpoint can't be calibrated or exported.
public enum MendingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The model has no batch normalization, so there is nothing to calibrate.
    case noBatchNormalization
    /// A batch normalization is not one whose statistics are variables of the checkpoint.
    case notCalibratable(layer: String, reason: String)
    /// The checkpoint lacks these variables, and they are no statistics that could be computed.
    case missingVariables([String])
    /// The files do not give each input its rows.
    case inputFiles(inputs: [String], given: Int)
    /// A file's rows are not what the input takes; nil is the batch.
    case rowType(file: String, input: String, expected: String, given: String)
    /// The files have different numbers of rows.
    case rowCounts(file: String, expected: Int, given: Int)
    /// Fewer rows than a variance takes.
    case tooFewRows(file: String, given: Int)
    /// The graph takes batches of one size, which the rows don't fill.
    case batchSize(input: String, size: Int, rows: Int)
    /// A number of the data is NaN or infinite, in a row counted from 0.
    case notFinite(file: String, row: Int)
    /// A number of the data does not fit the input's type.
    case inconvertible(file: String, reason: String)
    /// The statistics of a channel came out NaN or infinite.
    case statisticsNotFinite(layer: String, channel: Int)
    /// The graph does not say how training updates these statistics.
    case noMomentum(layer: String)
    /// The output folder is the one that holds the model.
    case sameFolder(path: String)

    /// What is wrong, and what helps.
    public var description: String {
        switch self {
        case .noBatchNormalization:
            "the model has no batch normalization that could be calibrated"
        case .notCalibratable(let layer, let reason):
            "batch normalization '\(layer)' can't be calibrated: \(reason)"
        case .missingVariables(let names):
            "the checkpoint lacks \(names.map { "'\($0)'" }.joined(separator: ", ")), which are no "
                + "moving statistics and can't be computed from data; save them from the training "
                + "program"
        case .inputFiles(let inputs, let given):
            "the model takes \(inputs.map { "'\($0)'" }.joined(separator: ", ")), one file of rows "
                + "for each; given \(given)"
        case .rowType(let file, let input, let expected, let given):
            "the rows of \(file) are \(given), input '\(input)' takes \(expected)"
        case .rowCounts(let file, let expected, let given):
            "\(file) has \(given) rows, the files before it have \(expected)"
        case .tooFewRows(let file, let given):
            "\(file) has \(given == 1 ? "1 row" : "\(given) rows"); statistics take at least 2"
        case .batchSize(let input, let size, let rows):
            "input '\(input)' takes exactly \(size) rows at a time, and \(rows) rows are no multiple "
                + "of that; leave some out"
        case .notFinite(let file, let row):
            "row \(row) of \(file), counted from 0, has a number that is NaN or infinite"
        case .inconvertible(let file, let reason): "\(file): \(reason)"
        case .statisticsNotFinite(let layer, let channel):
            "the statistics of channel \(channel) of '\(layer)' are not finite: the values before it "
                + "are too large; check the data's scale and the weights"
        case .noMomentum(let layer):
            "the graph does not say with what momentum training updates the statistics of "
                + "'\(layer)'; give it with --momentum, or use --method population"
        case .sameFolder(let path):
            "\(path) holds the model itself; choose another folder as --output"
        }
    }
}
