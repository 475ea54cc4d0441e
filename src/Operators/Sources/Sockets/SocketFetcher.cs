using System.Globalization;
using System.Net.Sockets;
using FlowActors.Functions;

namespace FlowActors.Sources;

/// <summary>Receives the lines of one server, and connects again when the connection ends.</summary>
internal sealed class SocketFetcher(SocketTextSettings settings, IRuntimeContext context) : Fetcher<string, SocketSplit>
{
    private const int BufferBytes = 64 << 10;
    private readonly SocketLines _text = new(settings.LineBytesMax);
    private readonly LongCounter[] _invalid =
        [context.GetLongCounter(TextFileSource.InvalidUtf8Accumulator), context.Metrics.Counter("numInvalidUtf8Sequences")];

    private readonly LongCounter _reconnects = context.Metrics.Counter("numReconnects");
    private readonly LongCounter _torn = context.Metrics.Counter("numTornLines");
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private SocketSplit? _server;
    private SocketConnection? _connection;
    private long _lines;
    private long _invalidReported;
    private int _reconnectsInARow;
    private long _lostAt;
    private bool _isEnded;

    public override void AddSplits(IReadOnlyList<SocketSplit> splits)
    {
        _server = splits[0];
        _lines = _server.Lines;
    }

    public override async ValueTask FetchAsync(FetchedRecords<string> into, CancellationToken wakeUp)
    {
        while (true)
        {
            Give(into);
            if (into.Count > 0) return;
            if (_isEnded) break;
            await ReceiveAsync(wakeUp).ConfigureAwait(false);
        }

        into.Finish(_server!.SplitId);
    }

    public override ValueTask CloseAsync() => DisconnectAsync();

    // What was received before the connection ended is given before anybody hears of that.
    private void Give(FetchedRecords<string> into)
    {
        try
        {
            while (!into.IsFull && _text.TryRead(out var line)) into.Add(_server!.SplitId, line, ++_lines);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{Place}: {e.Message}", e);
        }

        foreach (var counter in _invalid) counter.Add(_text.InvalidSequences - _invalidReported);
        _invalidReported = _text.InvalidSequences;
    }

    private async ValueTask ReceiveAsync(CancellationToken wakeUp)
    {
        if (_connection is null && _reconnectsInARow > 0) await AwaitReconnectAsync(wakeUp).ConfigureAwait(false);
        _connection ??= new SocketConnection(_server!);
        try
        {
            var received = await _connection.ReceiveAsync(_buffer, wakeUp).ConfigureAwait(false);
            if (received == 0) await EndAsync().ConfigureAwait(false);
            else Take(received);
        }
        catch (SocketException e)
        {
            await LoseAsync(e).ConfigureAwait(false);
        }
    }

    private void Take(int received)
    {
        _reconnectsInARow = 0;
        _text.Add(_buffer, received);
    }

    private async ValueTask EndAsync()
    {
        _text.Close();
        await DisconnectAsync().ConfigureAwait(false);
        if (!TryPlanReconnect()) _isEnded = true;
    }

    private async ValueTask LoseAsync(SocketException cause)
    {
        if (_text.DropTorn()) _torn.Add(1);
        var what = _connection!.IsConnected ? "lost" : "not made";
        await DisconnectAsync().ConfigureAwait(false);
        if (!TryPlanReconnect()) throw Unreachable(what, cause);
    }

    private bool TryPlanReconnect()
    {
        if (_reconnectsInARow >= settings.ReconnectsMax) return false;
        _reconnectsInARow++;
        _reconnects.Add(1);
        _lostAt = context.Time.GetTimestamp();
        return true;
    }

    private Task AwaitReconnectAsync(CancellationToken wakeUp)
    {
        var left = settings.ReconnectDelay - context.Time.GetElapsedTime(_lostAt);
        return left > TimeSpan.Zero ? Task.Delay(left, context.Time, wakeUp) : Task.CompletedTask;
    }

    private async ValueTask DisconnectAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
    }

    private string Place => string.Create(CultureInfo.InvariantCulture, $"'{_server!.SplitId}', of which {_lines} lines were read");

    private IOException Unreachable(string what, SocketException cause)
    {
        var tries = _reconnectsInARow == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" after {_reconnectsInARow} reconnects in a row");
        return new IOException(
            $"The connection to {Place}, was {what}{tries}: {cause.Message}. See that a server listens there and is reached from this node, " +
            $"and run the job again, or let it connect again more often ({nameof(SocketTextSettings)}.{nameof(SocketTextSettings.ReconnectsMax)}).",
            cause);
    }
}
