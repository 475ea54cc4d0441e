using FlowActors.Http.Health;
using FlowActors.Http.Metrics;
using FlowActors.Http.OpenApi;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Server;

/// <summary>The application that a server of our own is: what each request goes through, and all endpoints.</summary>
internal static class ServerApplication
{
    /// <exception cref="JobValidationException">The certificate is of no use.</exception>
    public static WebApplication Build(IServedNode host, int port, ILoggerFactory loggers)
    {
        var settings = host.Http;
        var tls = settings.Tls is { } named ? CertificateFile.Load(named, CertificateSettingNames.Http, TimeProvider.System) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => KestrelSetup.Configure(kestrel, settings, port, tls));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<ILoggerFactory>(new ServerLoggers(loggers));
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.AddHealthChecks().AddFlowActors(_ => host);
        builder.Services.AddFlowActorsOpenApi(settings.Keys.IsAny);
        var application = builder.Build();
        var gate = new RequestGate(settings.Limits);
        application.Use(new BareProblems(gate, loggers.CreateLogger("FlowActors.Http")).Invoke);
        application.Use(new HostCheck(settings).Invoke);
        application.Use(HeadRequests.AsGet);
        application.UseRouting();
        application.Use(HeadRequests.RefuseStreams);
        application.Use(new KeyCheck(settings.Keys).Invoke);
        application.Use(OriginCheck.Invoke);
        application.Use(gate.Invoke);
        application.MapFlowActors(host);
        application.MapFlowActorsMetrics();
        HealthEndpoints.Map(application);
        application.MapOpenApi();
        return application;
    }
}
