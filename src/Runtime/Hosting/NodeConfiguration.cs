using Akka.Configuration;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>The whole configuration of a node.</summary>
/// <param name="Root">Every key with its value and where it was written.</param>
internal sealed record NodeConfiguration(HoconSection Root)
{
    private const string Http = "http";

    /// <summary>The same, as Akka takes it: without what is said of HTTP, where keys of callers stand, which Akka would log with all else that it is configured with.</summary>
    public Config ForAkka() => AkkaConfig.Of(Root.Find(KnownKeys.Root) is HoconSection ours ? With(Root, KnownKeys.Root, Without(ours, Http)) : Root);

    private static HoconSection Without(HoconSection section, string key) => section with { Values = section.Values.Where(v => v.Key != key).ToDictionary() };

    private static HoconSection With(HoconSection section, string key, HoconValue value) => section with { Values = new Dictionary<string, HoconValue>(section.Values) { [key] = value } };
}
