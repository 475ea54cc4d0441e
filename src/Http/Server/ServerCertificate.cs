using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http.Server;

/// <summary>The certificate of the server.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Chain">Those that are sent along.</param>
internal sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private const string Setting = "flowactors.http.tls.certificate";
    private const string KeySetting = "flowactors.http.tls.key";
    private const string PasswordSetting = "flowactors.http.tls.password";

    /// <summary>Reads it, and says what is wrong with it by its setting.</summary>
    /// <exception cref="JobValidationException">It cannot be read, or is of no use.</exception>
    public static ServerCertificate Load(TlsSettings settings, TimeProvider time)
    {
        var bytes = ReadFile(Setting, settings.Certificate);
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var read = text.Contains("-----BEGIN ", StringComparison.Ordinal) ? OfPem(settings, text) : OfPfx(settings, bytes);
        Check(settings, read.Certificate, time.GetUtcNow());
        return read;
    }

    private static ServerCertificate OfPem(TlsSettings settings, string text)
    {
        var keyFile = settings.Key ?? settings.Certificate;
        var key = settings.Key is null ? text : System.Text.Encoding.UTF8.GetString(ReadFile(KeySetting, keyFile));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw Wrong(settings.Key is null ? Setting : KeySetting, keyFile, $"there is no private key in it. Name the file with the key in {KeySetting}.");
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw Wrong(Setting, settings.Certificate, $"it is no certificate in PEM: {e.Message}", e);
        }

        try
        {
            // A certificate whose key stands in memory only is sent by no TLS of Windows.
            using var read = settings.Password is { } password ? X509Certificate2.CreateFromEncryptedPem(text, key, password) : X509Certificate2.CreateFromPem(text, key);
            return new ServerCertificate(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Wrong(
                settings.Key is null ? Setting : KeySetting, keyFile, $"the private key does not belong to the certificate {settings.Certificate}, or needs another password ({PasswordSetting}): {e.Message}", e);
        }
    }

    private static ServerCertificate OfPfx(TlsSettings settings, byte[] bytes)
    {
        if (settings.Key is { } key) throw Wrong(KeySetting, key, $"{settings.Certificate} is no PEM, so that it must have its private key in it. Remove the setting.");
        try
        {
            return new ServerCertificate(X509CertificateLoader.LoadPkcs12(bytes, settings.Password), X509CertificateLoader.LoadPkcs12Collection(bytes, settings.Password));
        }
        catch (CryptographicException e)
        {
            throw Wrong(Setting, settings.Certificate, $"it is neither PFX nor PEM, or it needs another password ({PasswordSetting}): {e.Message}", e);
        }
    }

    private static void Check(TlsSettings settings, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey) throw Wrong(Setting, settings.Certificate, $"there is no private key in it. Take a PFX that has one, or PEM with {KeySetting}.");
        if (now > certificate.NotAfter.ToUniversalTime()) throw Wrong(Setting, settings.Certificate, $"it has expired at {certificate.NotAfter.ToUniversalTime():u}. Renew it.");
        if (now < certificate.NotBefore.ToUniversalTime())
            throw Wrong(Setting, settings.Certificate, $"it is valid from {certificate.NotBefore.ToUniversalTime():u} on only. Is the clock of this machine right?");
    }

    private static byte[] ReadFile(string setting, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Wrong(setting, file, $"it cannot be read: {e.Message}", e);
        }
    }

    private static JobValidationException Wrong(string setting, string file, string what, Exception? cause = null) =>
        new($"HTTPS cannot be served with {file} ({setting}): {what}", cause!);
}
