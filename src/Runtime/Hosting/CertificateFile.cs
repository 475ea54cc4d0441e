using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Hosting;

/// <summary>A certificate of this process, as it was read of its file.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Chain">Those that are sent along.</param>
internal sealed record CertificateFile(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    /// <summary>Reads it, and says what is wrong with it by its setting.</summary>
    /// <param name="settings">The files and the password.</param>
    /// <param name="names">What errors name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JobValidationException">It cannot be read, or is of no use.</exception>
    public static CertificateFile Load(TlsSettings settings, CertificateSettingNames names, TimeProvider time)
    {
        var bytes = ReadFile(names, names.Certificate, settings.Certificate);
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var read = IsPem(text) ? OfPem(settings, names, text) : OfPfx(settings, names, bytes);
        Check(settings, names, read.Certificate, time.GetUtcNow());
        return read;
    }

    /// <summary>Whether a file's text is PEM.</summary>
    public static bool IsPem(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    /// <summary>Reads a file that a setting names.</summary>
    /// <exception cref="JobValidationException">It cannot be read.</exception>
    public static byte[] ReadFile(CertificateSettingNames names, string setting, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw names.Wrong(setting, file, $"it cannot be read: {e.Message}", e);
        }
    }

    private static CertificateFile OfPem(TlsSettings settings, CertificateSettingNames names, string text)
    {
        var keyFile = settings.Key ?? settings.Certificate;
        var keySetting = settings.Key is null ? names.Certificate : names.Key;
        var key = settings.Key is null ? text : System.Text.Encoding.UTF8.GetString(ReadFile(names, keySetting, keyFile));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw names.Wrong(keySetting, keyFile, $"there is no private key in it. Name the file with the key in {names.Key}.");
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw names.Wrong(names.Certificate, settings.Certificate, $"it is no certificate in PEM: {e.Message}", e);
        }

        try
        {
            // A certificate whose key stands in memory only is sent by no TLS of Windows.
            using var read = settings.Password is { } password ? X509Certificate2.CreateFromEncryptedPem(text, key, password) : X509Certificate2.CreateFromPem(text, key);
            return new CertificateFile(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), chain);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw names.Wrong(
                keySetting, keyFile, $"the private key does not belong to the certificate {settings.Certificate}, or needs another password ({names.Password}): {e.Message}", e);
        }
    }

    private static CertificateFile OfPfx(TlsSettings settings, CertificateSettingNames names, byte[] bytes)
    {
        if (settings.Key is { } key)
        {
            throw names.Wrong(
                names.Certificate,
                settings.Certificate,
                $"it is no PEM, which it must be where {names.Key} names {key}. Name a certificate in PEM, or a PFX, which has its private key in it, without {names.Key}.");
        }

        try
        {
            return new CertificateFile(X509CertificateLoader.LoadPkcs12(bytes, settings.Password), X509CertificateLoader.LoadPkcs12Collection(bytes, settings.Password));
        }
        catch (CryptographicException e)
        {
            throw names.Wrong(names.Certificate, settings.Certificate, $"it is neither PFX nor PEM, or it needs another password ({names.Password}): {e.Message}", e);
        }
    }

    private static void Check(TlsSettings settings, CertificateSettingNames names, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (!certificate.HasPrivateKey) throw names.Wrong(names.Certificate, settings.Certificate, $"there is no private key in it. Take a PFX that has one, or PEM with {names.Key}.");
        if (now > certificate.NotAfter.ToUniversalTime()) throw names.Wrong(names.Certificate, settings.Certificate, $"it has expired at {certificate.NotAfter.ToUniversalTime():u}. Renew it.");
        if (now < certificate.NotBefore.ToUniversalTime())
            throw names.Wrong(names.Certificate, settings.Certificate, $"it is valid from {certificate.NotBefore.ToUniversalTime():u} on only. Is the clock of this machine right?");
    }
}
