using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;
using Level = Microsoft.Extensions.Logging.LogLevel;

namespace FlowActors.Runtime.Hosting;

/// <summary>Passes Akka's own log on to the host's logger factory, and to what the node remembers of its log.</summary>
internal sealed partial class AkkaLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly AkkaLogging? _logging;
    private readonly RememberedLoggers? _loggers;

    public AkkaLogger()
    {
        if (Context.System.Settings.Setup.Get<AkkaLogging>() is not { HasValue: true, Value: var logging }) return;
        _logging = logging;
        _loggers = new RememberedLoggers(logging.Loggers, logging.RecentOf(Context.System));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case LogEvent e when _logging is { IsSilent: false }: Write(_loggers!.CreateLogger($"Akka.{e.LogClass.Name}"), e); break;
            case LogEvent: break;
            default: Unhandled(message); break;
        }
    }

    private static void Write(ILogger log, LogEvent e)
    {
        var level = LevelOf(e.LogLevel());
        if (!log.IsEnabled(level)) return;
        var text = e.Message?.ToString() ?? "";
        Message(log, level, e.LogSource, text, e.Cause);
    }

    private static Level LevelOf(AkkaLevel level) => level switch
    {
        AkkaLevel.DebugLevel => Level.Debug,
        AkkaLevel.InfoLevel => Level.Information,
        AkkaLevel.WarningLevel => Level.Warning,
        _ => Level.Error,
    };

    [LoggerMessage(EventId = EventIds.AkkaMessage, Message = "{Source}: {Text}")]
    private static partial void Message(ILogger log, Level level, string source, string text, Exception? cause);
}
