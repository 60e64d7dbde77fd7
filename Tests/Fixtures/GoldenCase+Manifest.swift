extension GoldenCase {
    /// The contents of a `case.json`.
    public struct Manifest: Codable, Sendable {
        /// What the case is about, in a sentence.
        public let description: String
        /// The node of the main input, answered by `input.npy`.
        public let input: String
        /// The node of the main output, whose value is in `expected.npy`.
        public let output: String
        /// Further input nodes and the files with their rows.
        public let moreInputs: [String: String]?
        /// Further output nodes and the files with their values.
        public let moreOutputs: [String: String]?
        /// Whether input and output can be told from the graph, by signature or otherwise.
        public let inferable: Bool
        /// The placeholder that says whether the network is training, where there is one.
        public let trainingFlag: String?
        /// Scalar placeholders besides it that TensorFlow was fed, and with what.
        public let heldAtInference: [String: Float]?
        /// What sets the case apart, such as `kernel`, `variables` or `gamma`.
        public let properties: [String: String]

        /// Why the checkpoint is refused, such as `statistics-missing`; `.refused` only.
        public let reason: String?
        /// The variables that a refusal must name.
        public let variables: [String]?
        /// The scopes of the layers that a refusal must name.
        public let layers: [String]?
        /// The channel that a refusal must name.
        public let channel: Int?
        /// Names in the checkpoint that resemble those of missing variables, by the latter.
        public let nearMatches: [String: [String]]?

        /// The names of moving averages by those of the variables; `.averages` only.
        public let averages: [String: String]?
        /// What the checkpoint calls each variable of the graph; `.renamed` only.
        public let names: [String: String]?

        /// The variables that the answer depends on; `.export` only.
        public let needed: [String]?
        /// Variables of the checkpoint that the graph lacks; `.export` only.
        public let unread: [String]?
        /// Sizes of index and data together; `.export` only.
        public let bytes: Bytes?

        /// The folders with calibrated statistics, `ema-10` after ten steps; `.calibration` only.
        public let results: [String]?
        /// How many rows of `data.npy` each step of `ema` takes.
        public let batchSize: Int?
        /// What each element of `data.npy` is to be divided by.
        public let divisor: Float?
        /// The momentum of each layer, by its scope.
        public let momenta: [String: Double]?
        /// The scopes of the layers whose kernel gives the variance with Bessel's correction.
        public let corrected: [String]?
        /// Shares of test digits classified correctly, by result and of the `original`.
        public let accuracy: [String: Double]?

        /// The images that are asked about, of which no file is kept; `.networks` only.
        public let images: Images?
    }

    /// Square images with three channels that follow from their name, "images".
    public struct Images: Codable, Sendable {
        /// How many there are.
        public let rows: Int
        /// Height and width.
        public let size: Int
        /// The least value of a pixel.
        public let low: Double
        /// What the values of pixels stay below.
        public let high: Double

        /// The pixels, `[rows, size, size, 3]` in row-major order.
        public var pixels: [Float] {
            SeededValues.images(named: "images", count: rows, size: size, low: low, high: high)
        }
    }

    /// Sizes of a checkpoint with all variables and, written by TensorFlow, with those needed.
    public struct Bytes: Codable, Sendable {
        /// With all variables.
        public let before: Int
        /// With those in `needed` alone.
        public let after: Int
    }
}
