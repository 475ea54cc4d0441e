using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Hosting;

/// <summary>What errors about a certificate name.</summary>
/// <param name="Section">The section of its settings, with the root.</param>
/// <param name="Purpose">What cannot be, as the subject and verb of a sentence.</param>
internal sealed record CertificateSettingNames(string Section, string Purpose)
{
    /// <summary>The certificate of the HTTP server.</summary>
    public static CertificateSettingNames Http { get; } = new($"{KnownKeys.Root}.http.tls", "HTTPS cannot be served");

    /// <summary>The certificate that nodes show to each other.</summary>
    public static CertificateSettingNames Nodes { get; } = new(TlsKeys.Section, "The node cannot speak TLS to others");

    public string Certificate => $"{Section}.certificate";

    public string Key => $"{Section}.key";

    public string Password => $"{Section}.password";

    /// <summary>Says what is wrong with a file.</summary>
    public JobValidationException Wrong(string setting, string file, string what, Exception? cause = null) => new($"{Purpose} with {file} ({setting}): {what}", cause!);
}
