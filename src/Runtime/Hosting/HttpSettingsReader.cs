using System.Net;

namespace FlowActors.Runtime.Hosting;

/// <summary>Reads the key <c>flowactors.http</c>.</summary>
internal static class HttpSettingsReader
{
    private const string Section = "http.";
    private const string Port = $"{Section}port";
    private const string Host = $"{Section}host";
    private const string ReadKeys = $"{Section}read-keys";
    private const string AdminKeys = $"{Section}admin-keys";
    private const string AllowAnonymous = $"{Section}allow-anonymous";
    private const int KeyLengthMin = 16;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The keys below <c>flowactors</c> whose values are secret: whoever shows the configuration leaves them out.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [ReadKeys, AdminKeys, $"{Section}tls.password"];

    public static HttpSettings Read(SettingsKeys keys)
    {
        int? port = keys.Text(Port) == "off" ? null : keys.Number(Port, 0, IPEndPoint.MaxPort, "off or a whole number");
        var host = ReadHost(keys);
        var settings = new HttpSettings(
            port,
            host,
            keys.Names($"{Section}allowed-hosts", "host names such as [\"flow.example.com\"]"),
            ReadApiKeys(keys),
            TlsSettingsReader.ReadCertificate(keys, $"{Section}tls."),
            ReadLimits(keys),
            [.. keys.Folders($"{Section}savepoint-folders").Select(Path.GetFullPath)]);
        var allowsAnyone = keys.Choice(AllowAnonymous, "on", "off") == "on";
        if (allowsAnyone && settings.Keys.IsAny) throw keys.Refused(AllowAnonymous, $"must be off where there are API keys (flowactors.{ReadKeys}, flowactors.{AdminKeys})");
        if (!IPAddress.IsLoopback(host) && !allowsAnyone && !settings.Keys.IsAny)
            throw keys.Refused(
                Host,
                $"is an address that other machines reach, and there are no API keys: whoever reaches it could read and cancel all jobs. Set flowactors.{AdminKeys} (and flowactors.{ReadKeys}), " +
                $"or flowactors.{AllowAnonymous} = on if that is what you want");
        return settings;
    }

    private static IPAddress ReadHost(SettingsKeys keys)
    {
        var text = keys.Text(Host);
        if (text == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address)
            ? address
            : throw keys.Refused(Host, "must be an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for all that it has");
    }

    private static ApiKeys ReadApiKeys(SettingsKeys keys)
    {
        var (read, admin) = (keys.Secrets(ReadKeys, KeyLengthMin), keys.Secrets(AdminKeys, KeyLengthMin));
        if (read.Intersect(admin).Any()) throw keys.RefusedSecret(ReadKeys, $"has a key that stands in flowactors.{AdminKeys} too");
        return new ApiKeys(read, admin);
    }

    private static HttpLimits ReadLimits(SettingsKeys keys) => new(
        keys.Bytes($"{Section}body-bytes-max", 1 << 10, 256 << 10),
        keys.Bytes($"{Section}request-line-bytes-max", 1 << 10, 1 << 20),
        keys.Number($"{Section}requests-max", 1, 100_000),
        keys.Number($"{Section}connections-max", 1, 1_000_000),
        keys.Time($"{Section}header-timeout", Millisecond, Hour),
        keys.Time($"{Section}stop-timeout", Millisecond, Hour),
        keys.Number($"{Section}watchers-max", 0, 1_000_000),
        keys.Number($"{Section}scan-limit-max", 1, 1_000_000));
}
