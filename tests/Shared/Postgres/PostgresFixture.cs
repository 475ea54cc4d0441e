namespace FlowActors.Tests.Postgres;

/// <summary>One server for the tests of a class, each of which has a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    internal PostgresServer Server => _server ?? throw new InvalidOperationException(PostgresServer.Missing);

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is null) _server = await PostgresServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
