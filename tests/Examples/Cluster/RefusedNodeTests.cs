using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>What the node command says of what is wrong.</summary>
public sealed class RefusedNodeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Seeds_that_are_no_nodes_are_told_one_by_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var other = ((IPEndPoint)listener.LocalEndpoint).Port;
        var ports = FreePorts.Take(2);
        var error = await RefusedAsync(
            $"--port {ports[0]} --seed 127.0.0.1:{ports[1]},127.0.0.1:{other} --data {_folder["shared"]}", "flowactors.lifecycle.start-timeout = 2s");
        Assert.Contains("The node did not find its cluster within 00:00:02 (flowactors.lifecycle.start-timeout)", error, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{ports[1]} refuses connections: nobody listens there", error, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{other} takes connections, but has not taken this node in", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_of_another_cluster_is_told_that_it_has_another_folder()
    {
        var ports = FreePorts.Take(2);
        using var stop = new CancellationTokenSource();
        // It begins a cluster by a name in DNS.
        var first = CommandLine.Examples.RunAsync(["node", "--port", $"{ports[0]}", "--seed", $"dns://localhost:{ports[0]}", "--data", _folder["shared"]], stop.Token);
        var error = await RefusedAsync($"--port {ports[1]} --seed 127.0.0.1:{ports[0]} --data {_folder["other"]}");
        Assert.Contains($"its data folder '{_folder["other"]}' is another one than '{_folder["shared"]}' of the other nodes: they hold different files", error, StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal((0, $"The node 127.0.0.1:{ports[0]} takes jobs. Ctrl-C ends it.\nThe node 127.0.0.1:{ports[0]} has left its cluster.\n"), await ResultOf(first));
    }

    [Fact]
    public async Task A_port_in_use_is_told_by_its_setting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var error = await RefusedAsync($"--port {port} --data {_folder["shared"]}");
        Assert.Contains($"flowactors.node.port is '{port}'", error, StringComparison.Ordinal);
        Assert.Contains("is in use already on 127.0.0.1, by another program or node", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_told()
    {
        Assert.Contains("name it with --data", await RefusedAsync("--port 4053"), StringComparison.Ordinal);
        var file = _folder.Write("file", "");
        Assert.Contains($"The data folder '{file}' is a file. Name a folder.", await RefusedAsync($"--port {FreePorts.Take(1)[0]} --data {file}"), StringComparison.Ordinal);
        var below = Path.Combine(file, "below");
        Assert.Contains($"'{below}'", await RefusedAsync($"--port {FreePorts.Take(1)[0]} --data {below}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_nothing_can_be_written_to_is_told()
    {
        if (!OperatingSystem.IsLinux()) return; // there the system keeps folders that nobody may write to, whoever runs the test
        var error = await RefusedAsync($"--port {FreePorts.Take(1)[0]} --data /sys/flowactors");
        Assert.Contains("The data folder '/sys/flowactors' cannot be used: ", error, StringComparison.Ordinal);
        Assert.Contains("Name a folder on a disk that has room, and that this process may write to.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_missing_with_the_one_above_it_is_not_made()
    {
        var error = await RefusedAsync($"--port {FreePorts.Take(1)[0]} --data {_folder["mnt/flow"]}");
        Assert.Contains($"The data folder '{_folder["mnt/flow"]}' is not there, nor is '{_folder["mnt"]}', in which it could be made. Mount the disk", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["mnt"]));
    }

    [Fact]
    public async Task A_local_folder_that_cannot_be_used_is_told_before_the_node_joins()
    {
        var file = _folder.Write("file", "");
        var error = await RefusedAsync($"--port {FreePorts.Take(1)[0]} --data {_folder["shared"]} --local {file}");
        Assert.Contains($"The folder '{file}' of flowactors.state.local-dirs (--state-dirs, or --local of a node) cannot hold state: it is a file", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["shared"]));
    }

    [Fact]
    public async Task A_seed_that_is_no_address_is_told() => Assert.Contains(
        "--seed has '127.0.0.1', but must be nodes as HOST:PORT or dns://NAME:PORT, separated by commas.",
        await RefusedAsync($"--port {FreePorts.Take(1)[0]} --seed 127.0.0.1 --data {_folder["shared"]}"),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_node_with_a_certificate_of_others_is_kept_out_and_told_where_to_look()
    {
        var ports = FreePorts.Take(2);
        using var stop = new CancellationTokenSource();
        var first = CommandLine.Examples.RunAsync(
            ["node", "--port", $"{ports[0]}", "--seed", $"127.0.0.1:{ports[0]}", "--data", _folder["shared"], "--config", _folder.Write("first.conf", Tls("cluster"))], stop.Token);
        var error = await RefusedAsync($"--port {ports[1]} --seed 127.0.0.1:{ports[0]} --data {_folder["shared"]}", $"flowactors.lifecycle.start-timeout = 5s\n{Tls("others")}");
        Assert.Contains("The node did not find its cluster within 00:00:05 (flowactors.lifecycle.start-timeout).", error, StringComparison.Ordinal);
        Assert.Contains("Does the log of this node or of theirs tell of a certificate that was refused?", error, StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, (await first).ExitCode);
    }

    [Fact]
    public async Task A_role_that_there_is_not_and_one_that_nobody_has_are_told()
    {
        var port = FreePorts.Take(1)[0];
        Assert.Contains("must name what the node does", await RefusedAsync($"--port {port} --data {_folder["shared"]}", "flowactors.node.roles = [leader]"), StringComparison.Ordinal);
        var alone = await RefusedAsync($"--port {port} --data {_folder["shared"]}", "flowactors { node.roles = [worker], lifecycle.start-timeout = 3s }");
        Assert.Contains("but has not the role manager (flowactors.node.roles)", alone, StringComparison.Ordinal);
    }

    // A node that is its own authority, which no node with another one trusts.
    private string Tls(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var pfx = _folder[$"{name}.pfx"];
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx, "secretive"));
        return $"flowactors.tls {{ certificate = {JsonSerializer.Serialize(pfx)}, password = secretive, authorities = [{JsonSerializer.Serialize(_folder.Write($"{name}.pem", certificate.ExportCertificatePem()))}] }}";
    }

    private async Task<string> RefusedAsync(string arguments, string? configuration = null)
    {
        var config = configuration is null ? "" : $" --config {_folder.Write("node.conf", configuration)}";
        var (exitCode, output, error) = await CommandLine.Examples.RunAsync($"node {arguments}{config}");
        Assert.Equal((1, ""), (exitCode, output));
        return error;
    }

    private static async Task<(int ExitCode, string Output)> ResultOf(Task<(int ExitCode, string Output, string Error)> run)
    {
        var (exitCode, output, _) = await run;
        return (exitCode, output);
    }
}
