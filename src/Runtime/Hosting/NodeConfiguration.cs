using Akka.Configuration;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>The whole configuration of a node.</summary>
/// <param name="Root">Every key with its value and where it was written.</param>
internal sealed record NodeConfiguration(HoconSection Root)
{
    /// <summary>The same, as Akka takes it.</summary>
    public Config ForAkka() => AkkaConfig.Of(Root);
}
