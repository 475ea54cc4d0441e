using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace FlowActors.Tests.Postgres;

/// <summary>A PostgreSQL server of a test's own: its programs must be on the machine, its data are in a temporary folder, and it ends with the process of the test, however that ends.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The user that may do everything.</summary>
    public const string Admin = "admin";

    public const string Password = "s3cret of the tests";

    // The server refuses to run as root; Debian's package brings this user.
    private const string Unprivileged = "postgres";
    private const string Loopback = "127.0.0.1";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-postgres-").FullName;
    private Process? _process;

    private PostgresServer(int port) => Port = port;

    /// <summary>Why there can be no server; null where there can.</summary>
    public static string? Missing { get; } = FindMissing();

    public int Port { get; }

    private string Data => Path.Join(_folder, "data");

    /// <summary>Starts a server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer(FreePorts.Take(1)[0]);
        var password = Path.Join(server._folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["-R", Unprivileged, server._folder]);
        await RunAsync(null, [Binary("initdb"), "-D", server.Data, "-U", Admin, "-A", "scram-sha-256", $"--pwfile={password}", "-N", "--no-locale", "-E", "UTF8"]);
        await server.ResumeAsync();
        return server;
    }

    /// <summary>Starts it again on what it had.</summary>
    public async Task ResumeAsync()
    {
        // It ends when its standard input does, as it does with this process.
        string[] server = [Binary("postgres"), "-D", Data, "-p", $"{Port}", "-c", $"listen_addresses={Loopback}", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=50"];
        _process = Start(null, ["sh", "-c", "\"$@\" & cat > /dev/null; kill -QUIT $!; wait $!", "sh", .. server]);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_process.HasExited) throw new InvalidOperationException("The server has ended.");
            try
            {
                await ExecuteAsync("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(s_limit);
        process.Dispose();
    }

    /// <summary>Makes a database.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"flow{Guid.NewGuid():n}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    public string ConnectionString(string database, string user = Admin, string password = Password) =>
        $"Host={Loopback};Port={Port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={user};Password={password}";

    /// <summary>Runs a command.</summary>
    /// <returns>The first value of the first row.</returns>
    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindMissing()
    {
        if (!OperatingSystem.IsLinux()) return "Only on Linux a test starts a PostgreSQL server.";
        if (Find("initdb") is null || Find("postgres") is null) return "There is no PostgreSQL server on this machine: install Debian's package postgresql, or put initdb and postgres on the PATH.";
        if (!Environment.IsPrivilegedProcess) return null;
        if (Find("setpriv") is null) return "A PostgreSQL server does not run as root, and there is no setpriv to run it as another user.";
        return File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{Unprivileged}:", StringComparison.Ordinal))
            ? null
            : $"A PostgreSQL server does not run as root, and there is no user '{Unprivileged}' to run it as.";
    }

    // Debian keeps the server's programs off the PATH, in a folder for each version.
    private static string? Find(string program)
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Join(version, "bin")) : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);
    }

    private static string Binary(string program) => Find(program) ?? throw new InvalidOperationException(Missing);

    private static async Task RunAsync(string? program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(s_limit);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', arguments)}: {await output}{await error}");
    }

    // Without a program: as a user who is not root.
    private static Process Start(string? program, string[] arguments)
    {
        if (program is null && Environment.IsPrivilegedProcess)
            (program, arguments) = (Binary("setpriv"), [$"--reuid={Unprivileged}", $"--regid={Unprivileged}", "--clear-groups", .. arguments]);
        else if (program is null)
            (program, arguments) = (arguments[0], arguments[1..]);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }
}
