import Testing

@testable import Serving

@Suite("Names and versions of models")
struct ModelIdentityTests {
    @Test(
        "come from the checkpoint's path where nobody said otherwise",
        arguments: [
            ("/runs/digits-840", 12, "digits", "840"),
            ("/runs/digits/model.ckpt-7", nil, "digits", "7"),
            ("/runs/digits/model.ckpt", 12, "digits", "12"),
            ("/models/flowers/variables/variables", nil, "flowers", "1"),
            ("/model.ckpt-7", nil, "model.ckpt", "7"),
            ("/runs/resnet-50-v2", nil, "resnet-50-v2", "1"),
            ("/runs/half-", nil, "half-", "1"),
        ] as [(String, Int?, String, String)])
    func identity(prefix: String, step: Int?, name: String, version: String) {
        let identity = ModelIdentity(prefix: prefix, step: step)
        #expect(identity.name == name)
        #expect(identity.version == version)
    }
}
