using Akka.Actor;
using Akka.Persistence;
using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>One write of a journal, until it has come through, has failed of what no waiting helps with, or has taken too long. Whoever asked for it hears of the last try only.</summary>
internal sealed class PatientWrite : UntypedActor, IWithTimers
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);
    private readonly WriteMessages _write;
    private readonly IActorRef _journal;
    private readonly PostgresSetup _setup;
    private readonly ILogger _log;
    private TimeSpan _pause = s_shortest;
    private bool _isLast;
    private bool _isAgain;
    private int _dropped;
    private int _answers;

    public PatientWrite(WriteMessages write, IActorRef journal, PostgresSetup setup, ILogger log)
    {
        (_write, _journal, _setup, _log) = (write, journal, setup, log);
        Answers = write.Messages.Sum(m => m is AtomicWrite atomic ? atomic.Size : 1);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    // One of each message comes behind that of the write as a whole.
    private int Answers { get; }

    protected override void PreStart()
    {
        Timers.StartSingleTimer(nameof(Over), Over.Instance, _setup.Patience);
        Try();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Again: Try(); break;
            case Over: _isLast = true; break;
            case WriteMessagesFailed e when !_isLast && PostgresErrors.MayPass(e.Cause): TryLater(e.Cause); break;
            case WriteMessageFailure when _dropped > 0: _dropped--; break;
            case WriteMessagesFailed or WriteMessagesSuccessful: _write.PersistentActor.Forward(message); break;
            case IJournalResponse: Answer(message); break;
            default: Unhandled(message); break;
        }
    }

    private void Try() => _journal.Tell(new WriteMessages(_write.Messages, Self, _write.ActorInstanceId), Sender);

    private void TryLater(Exception cause)
    {
        if (!_isAgain) ControlLog.JournalAway(_log, _setup.Where, cause.GetBaseException().Message, _setup.Patience);
        _isAgain = true;
        _setup.Trouble?.Began(cause);
        _dropped += Answers;
        Timers.StartSingleTimer(nameof(Again), Again.Instance, _pause);
        _pause = _pause * 2 is var longer && longer < s_longest ? longer : s_longest;
    }

    private void Answer(object message)
    {
        _write.PersistentActor.Forward(message);
        if (++_answers == Answers) Context.Stop(Self);
    }

    private sealed class Again
    {
        public static readonly Again Instance = new();
    }

    private sealed class Over
    {
        public static readonly Over Instance = new();
    }
}
