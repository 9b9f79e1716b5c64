import type { ExamplePlan } from '#example/content-types.ts';

export const planNopaltepec: ExamplePlan = {
  town: 'nopaltepec',
  theme: 'municipal-finance',
  title: 'Predial y agua: cuentas claras',
  objective:
    'Aumentar 20% la recaudación del impuesto predial y 30% la de los derechos de agua entre junio y octubre, con un padrón confiable y más formas de pagar.',
  problem:
    'Cuatro de cada diez cuentas prediales tienen adeudo y muchas están a nombre de personas ya fallecidas. El servicio de agua se cobra en parte por los comités y en parte por el ayuntamiento, con listas que no coinciden. Solo hay una caja, en la cabecera; quien vive en San Felipe Teotitlán o en Venta de Cruz pierde la mañana para pagar.',
  startDay: '2026-05-20',
  endDay: '2026-10-28',
  lines: [
    {
      title: 'Poner en orden el padrón predial',
      actions: [
        {
          title: 'Depurar las cuentas duplicadas y sin domicilio del padrón',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-05-25',
          dueDay: '2026-08-14',
          state: 'in-progress',
          items: [
            { title: 'Respaldo del padrón antes de cualquier cambio', doneDay: '2026-05-26' },
            { title: 'Listado de claves catastrales repetidas', doneDay: '2026-06-04' },
            { title: 'Cuentas de la cabecera revisadas contra expediente', doneDay: '2026-07-02' },
            { title: 'Cuentas de San Felipe Teotitlán revisadas contra expediente' },
            { title: 'Cuentas de San Miguel Atepoxco y Venta de Cruz revisadas' },
            { title: 'Bajas y correcciones autorizadas por escrito' },
          ],
        },
        {
          title: 'Comparar el padrón con la cartografía catastral del IGECEM',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-06-08',
          dueDay: '2026-07-08',
          state: 'in-progress',
          items: [
            { title: 'Solicitud de la cartografía vigente enviada', doneDay: '2026-06-10' },
            { title: 'Archivos recibidos y abiertos en la computadora de Catastro', doneDay: '2026-06-30' },
            { title: 'Predios con más superficie construida que la declarada' },
            { title: 'Manzanas sin clave identificadas en el plano' },
            { title: 'Lista de 150 predios para verificar en campo' },
          ],
        },
        {
          title: 'Verificar en campo 150 predios con construcción sin declarar',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-08-10',
          dueDay: '2026-09-25',
          state: 'not-started',
          items: [
            { title: 'Notificaciones de visita revisadas por el área jurídica' },
            { title: 'Gafetes y cinta o medidor láser para dos brigadas' },
            { title: 'Cédula de verificación con croquis y fotografía' },
            { title: 'Recorridos terminados en las cuatro localidades' },
            { title: 'Valores catastrales actualizados en el sistema' },
          ],
        },
      ],
    },
    {
      title: 'Facilitar el pago y recuperar adeudos',
      actions: [
        {
          title: 'Aprobar en cabildo la campaña de regularización',
          responsible: 'nopaltepec-liaison',
          startDay: '2026-05-20',
          dueDay: '2026-06-12',
          state: 'done',
          items: [
            { title: 'Proyecto de condonación de multas y recargos, con fundamento legal', doneDay: '2026-05-28' },
            { title: 'Estimación de ingresos con y sin campaña', doneDay: '2026-06-01' },
            { title: 'Acuerdo de cabildo publicado en la Gaceta Municipal', doneDay: '2026-06-11' },
            { title: 'Reglas de la campaña explicadas al personal de caja', doneDay: '2026-06-12' },
          ],
        },
        {
          title: 'Llevar la caja móvil a las localidades un día por semana',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-06-15',
          dueDay: '2026-09-30',
          state: 'in-progress',
          items: [
            { title: 'Calendario acordado con los delegados municipales', doneDay: '2026-06-18' },
            { title: 'Recibos foliados para cobrar cuando no hay señal', doneDay: '2026-06-22' },
            { title: 'Traslado de efectivo acompañado por Seguridad Pública', doneDay: '2026-06-26' },
            { title: 'Primeras tres visitas a San Felipe Teotitlán', doneDay: '2026-07-10' },
            { title: 'Primeras tres visitas a Venta de Cruz' },
            { title: 'Corte de caja móvil conciliado con el sistema cada viernes' },
          ],
        },
        {
          title: 'Recibir pagos con tarjeta y por transferencia',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-06-08',
          dueDay: '2026-07-17',
          state: 'in-progress',
          items: [
            { title: 'Comisiones de tres bancos comparadas', doneDay: '2026-06-16' },
            { title: 'Contrato de terminal punto de venta firmado', doneDay: '2026-07-01' },
            { title: 'Cuenta exclusiva con referencia por contribuyente', doneDay: '2026-07-09' },
            { title: 'Terminal probada con la conexión de la tesorería' },
            { title: 'Instructivo de una página para contribuyentes' },
          ],
        },
        {
          title: 'Entregar 300 invitaciones de pago a las cuentas con mayor adeudo',
          responsible: 'nopaltepec-liaison',
          startDay: '2026-06-22',
          dueDay: '2026-07-15',
          state: 'in-progress',
          items: [
            { title: 'Texto de la invitación en lenguaje sencillo y respetuoso', doneDay: '2026-06-25' },
            { title: 'Adeudos de los últimos cinco años calculados cuenta por cuenta', doneDay: '2026-07-03' },
            { title: 'Entrega en la cabecera con acuse', doneDay: '2026-07-10' },
            { title: 'Entrega en San Felipe Teotitlán con acuse', doneDay: '2026-07-14' },
            { title: 'Segunda visita a domicilios donde no hubo respuesta' },
            { title: 'Tablero de pagos recibidos después de la invitación' },
          ],
        },
      ],
    },
    {
      title: 'Acordar el cobro del agua con los comités',
      actions: [
        {
          title: 'Formar un padrón único de tomas con los comités de agua',
          responsible: 'nopaltepec-official-water',
          startDay: '2026-06-01',
          dueDay: '2026-07-03',
          state: 'in-progress',
          items: [
            { title: 'Listas de los cuatro comités copiadas y devueltas', doneDay: '2026-06-09' },
            { title: 'Recorrido de tomas en la cabecera', doneDay: '2026-06-19' },
            { title: 'Recorrido de tomas en San Miguel Atepoxco' },
            { title: 'Tomas comerciales y de riego señaladas aparte' },
            { title: 'Padrón leído y aceptado en asamblea de usuarios' },
          ],
        },
        {
          title: 'Firmar convenios de cobro y rendición de cuentas con los comités',
          responsible: 'nopaltepec-official-water',
          startDay: '2026-07-06',
          dueDay: '2026-08-21',
          state: 'not-started',
          items: [
            { title: 'Modelo de convenio de Corregidora adaptado a comités rurales' },
            { title: 'Reparto de gastos de energía y cloro definido' },
            { title: 'Firma de los cuatro comités ante la sindicatura' },
            { title: 'Informe mensual de una hoja pegado en cada tanque' },
          ],
        },
        {
          title: 'Instalar 40 medidores de prueba en tomas comerciales',
          responsible: 'nopaltepec-official-water',
          startDay: '2026-08-24',
          dueDay: '2026-10-09',
          state: 'not-started',
          items: [
            { title: 'Giros con mayor consumo seleccionados' },
            { title: 'Medidores con certificado de calibración' },
            { title: 'Carta de aceptación de cada titular' },
            { title: 'Dos lecturas seguidas sin error' },
          ],
        },
      ],
    },
    {
      title: 'Vigilar los ingresos y darlos a conocer',
      actions: [
        {
          title: 'Establecer el corte semanal de ingresos por concepto',
          responsible: 'nopaltepec-official-treasury',
          startDay: '2026-05-25',
          dueDay: '2026-06-19',
          state: 'done',
          items: [
            { title: 'Hoja de cálculo con predial, agua y otros derechos', doneDay: '2026-05-29' },
            { title: 'Línea base: mismas semanas de 2024 y 2025', doneDay: '2026-06-08' },
            { title: 'Corte de cada viernes revisado por la Contraloría', doneDay: '2026-06-19' },
          ],
        },
        {
          title: 'Presentar el informe trimestral de recaudación al cabildo',
          responsible: 'nopaltepec-liaison',
          startDay: '2026-07-06',
          dueDay: '2026-07-31',
          state: 'in-progress',
          items: [
            { title: 'Cifras de abril a junio cerradas con Tesorería', doneDay: '2026-07-10' },
            { title: 'Gráfica de avance contra la meta del 20%' },
            { title: 'Explicación de en qué se gasta lo recaudado' },
            { title: 'Versión para periódico mural en las delegaciones' },
          ],
        },
      ],
    },
  ],
  notes: [
    {
      by: 'nopaltepec-official-treasury',
      day: '2026-06-30',
      text: 'Hoy llegó la cartografía del IGECEM, doce días después de lo previsto. Los archivos pesan mucho y la computadora de Catastro los abre por partes. Vamos a trabajar manzana por manzana, empezando por la cabecera.\n\nCon este retraso la comparación no termina el 8 de julio. La nueva fecha realista es el 31 de julio; la verificación en campo no se afecta porque empieza hasta agosto.',
    },
    {
      by: 'corregidora-mentor',
      day: '2026-07-02',
      text: 'En la sesión de ayer preguntaron cómo logramos que la gente aceptara las invitaciones de pago. Lo que más ayudó no fue el descuento, sino el trato: la carta decía cuánto se debe, de qué años, en qué se usará el dinero y a quién llamar si hay un error. No llevaba la palabra «requerimiento».\n\nTambién conviene separar desde el principio a quien no puede pagar de quien no quiere pagar. Para el primer grupo funcionó el convenio en parcialidades; el segundo suele responder hasta la segunda visita.',
    },
    {
      by: 'nopaltepec-official-water',
      day: '2026-07-07',
      text: 'El comité de San Miguel Atepoxco pidió aplazar el recorrido de tomas hasta después de su asamblea del domingo 19. Les preocupa que el padrón sirva para quitarles el cobro. Les expliqué que el convenio respeta la administración del comité y que el ayuntamiento solo quiere saber cuántas tomas hay y cuánto cuesta la energía del pozo.\n\nQuedamos en asistir a la asamblea con números: lo que paga el municipio de luz por el bombeo y lo que entra por cuotas.',
    },
    {
      by: 'nopaltepec-liaison',
      day: '2026-07-15',
      text: 'Puntos que llevamos a la sesión de hoy: de 300 invitaciones se entregaron 241, con acuse; 38 domicilios estaban cerrados y 21 cuentas resultaron a nombre de personas fallecidas. Necesitamos consejo sobre cómo tratar las sucesiones sin enviar a la familia a un trámite largo.\n\nBuena noticia: la caja móvil cobró en tres visitas a San Felipe Teotitlán lo mismo que la caja central en una semana regular.',
    },
  ],
};
