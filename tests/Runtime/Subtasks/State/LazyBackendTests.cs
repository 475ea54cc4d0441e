using FlowActors.Runtime.Subtasks.State;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.Runtime.Tests.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>Nothing of a backend is touched before a job that chose it opens its state.</summary>
public sealed class LazyBackendTests
{
    private static readonly StateScopeSettings Scope = new(
        JobId.Create(), 1, 0, 0, 128, new KeyGroupRange(0, 127), [new StateOperator("uid", "Count")], new Serialization.SerializerRegistry(), TimeProvider.System);

    private readonly List<string> _life = [];

    [Fact]
    public void One_that_nobody_opens_state_with_is_never_made()
    {
        using (var backends = Create())
        {
            backends.Of("memory").Open(Scope, CancellationToken.None).Dispose();
            Assert.Equal("disk", backends.Of("disk").Name);
        }

        Assert.Empty(_life);
    }

    [Fact]
    public void It_is_made_once_with_the_settings_and_disposed_with_the_node()
    {
        using (var backends = Create())
        {
            backends.Of("disk").Open(Scope, CancellationToken.None).Dispose();
            backends.Of(null).Open(Scope, CancellationToken.None).Dispose();
            Assert.Equal(["made with 7 bytes", "opened", "opened"], _life);
        }

        Assert.Equal("disposed", _life[^1]);
        Assert.Equal(4, _life.Count);
    }

    [Fact]
    public void One_that_cannot_be_made_is_tried_again_by_the_next_opening()
    {
        var tries = 0;
        using var backends = Create(() => tries++ == 0 ? throw new IOException("the disk is away") : true);
        Assert.Equal("the disk is away", Assert.Throws<IOException>(() => backends.Of("disk").Open(Scope, CancellationToken.None)).Message);
        backends.Of("disk").Open(Scope, CancellationToken.None).Dispose();
        Assert.Equal(["made with 7 bytes", "opened"], _life);
    }

    [Fact]
    public async Task Those_that_open_at_once_share_one()
    {
        using var backends = Create();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => backends.Of("disk").Open(Scope, CancellationToken.None).Dispose())));
        Assert.Single(_life, what => what.StartsWith("made", StringComparison.Ordinal));
    }

    [Fact]
    public void After_the_node_has_ended_none_is_made()
    {
        var backends = Create();
        var backend = backends.Of("disk");
        backends.Dispose();
        Assert.Throws<ObjectDisposedException>(() => backend.Open(Scope, CancellationToken.None));
        Assert.Empty(_life);
    }

    [Fact]
    public void What_it_tells_is_logged_with_its_name()
    {
        var log = new Warnings();
        var kind = new StateBackendKind("disk", (_, told) =>
        {
            told.Information("The library is there.");
            told.Warning("The disk is slow.");
            return new Noting(_life);
        });
        using var backends = StateBackends.Create(new StateSettings("disk"), log, [kind]);
        backends.Of(null).Open(Scope, CancellationToken.None).Dispose();
        Assert.Equal("State backend disk: The disk is slow.", Assert.Single(log.All));
    }

    private StateBackends Create(Func<bool>? made = null) => StateBackends.Create(
        new StateSettings("disk") { MemoryBytes = 7 },
        NullLoggerFactory.Instance,
        [
            new StateBackendKind("memory", (_, _) => new MemoryStateBackend()),
            new StateBackendKind("disk", (settings, _) =>
            {
                made?.Invoke();
                _life.Add($"made with {settings.MemoryBytes} bytes");
                return new Noting(_life);
            }),
        ]);

    private sealed class Noting(List<string> life) : IStateBackend
    {
        private readonly MemoryStateBackend _memory = new();

        public string Name => "disk";

        public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
        {
            lock (life) life.Add("opened");
            return _memory.Open(settings, cancelled);
        }

        public void Dispose() => life.Add("disposed");
    }
}
