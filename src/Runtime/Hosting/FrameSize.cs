using Akka.Configuration;
using FlowActors.Runtime.Hocon;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Hosting;

/// <summary>Refuses a frame of Akka.Remote that the largest control message does not fit into: Akka would drop such messages.</summary>
internal static class FrameSize
{
    private const string Key = "akka.remote.dot-netty.tcp.maximum-frame-size";

    /// <exception cref="JobValidationException">It is too small.</exception>
    public static void Check(Config config)
    {
        if (config.GetByteSize(Key, null) is { } bytes && bytes < ControlLimits.FrameBytes)
        {
            throw new JobValidationException(
                $"The setting {Key} is '{config.GetString(Key)}'; control messages need {HoconUnits.Text(ControlLimits.FrameBytes)} at least. " +
                "Remove it or raise it.");
        }
    }
}
