using Akka.Event;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Takes the place of Akka's logger to standard output, to which its logging bus falls back while a system stops: standard
/// output belongs to the application.
/// </summary>
internal sealed class SilentAkkaLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
