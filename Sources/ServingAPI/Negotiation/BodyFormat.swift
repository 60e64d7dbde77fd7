/// The formats bodies have.
enum BodyFormat: CaseIterable, Hashable, Sendable {
    case json
    /// One array as NumPy writes it.
    case npy
    /// Elements and nothing else, little-endian and row-major.
    case elements

    /// The media type that header fields name it by.
    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .npy: "application/x-npy"
        case .elements: "application/octet-stream"
        }
    }

    /// All media types, as messages list them.
    static let mediaTypes = allCases.map(\.mediaType)
}
