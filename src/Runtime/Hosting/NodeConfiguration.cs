using Akka.Configuration;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>The whole configuration of a node.</summary>
/// <param name="Root">Every key with its value and where it was written.</param>
internal sealed record NodeConfiguration(HoconSection Root)
{
    // Keys of callers and the passwords of a private key and of a database stand there.
    private static readonly string[] s_secret = ["http", "tls", "journal"];

    /// <summary>The same, as Akka takes it: without what is said of HTTP, TLS and the journal, which Akka would log with all else that it is configured with.</summary>
    public Config ForAkka() => AkkaConfig.Of(Root.Find(KnownKeys.Root) is HoconSection ours ? With(Root, KnownKeys.Root, Without(ours, s_secret)) : Root);

    private static HoconSection Without(HoconSection section, string[] keys) => section with { Values = section.Values.Where(v => !keys.Contains(v.Key)).ToDictionary() };

    private static HoconSection With(HoconSection section, string key, HoconValue value) => section with { Values = new Dictionary<string, HoconValue>(section.Values) { [key] = value } };
}
