import Foundation

extension Fixtures {
    /// The folder of the digit model that `steady` embeds, as the build laid it beside the tests.
    public static var digitModel: URL {
        Bundle.module.bundleURL.deletingLastPathComponent()
            .appendingPathComponent("steady_Serving.resources/digits")
    }
}
