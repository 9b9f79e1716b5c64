import type { ExamplePlan } from '#example/content-types.ts';

export const planHuehuetoca: ExamplePlan = {
  town: 'huehuetoca',
  theme: 'public-services',
  title: 'Agua a tiempo y calles sin baches',
  objective:
    'Atender las fugas en menos de 48 horas, cumplir nueve de cada diez días el calendario de tandeo y reparar los baches de doce vialidades principales antes de octubre.',
  problem:
    'Los conjuntos urbanos crecieron más rápido que la red: hay colonias que reciben agua dos veces por semana y otras que dependen de pipas. La gente reporta la misma fuga por tres vías y nadie sabe si ya se atendió. Con las lluvias se abren baches en los accesos por donde pasa el transporte de carga y se reparan sin un orden conocido.',
  startDay: '2026-05-21',
  endDay: '2026-10-30',
  lines: [
    {
      title: 'Distribuir mejor el agua potable',
      actions: [
        {
          title: 'Ubicar en un mapa pozos, tanques, válvulas y zonas de tandeo',
          responsible: 'huehuetoca-official-water',
          startDay: '2026-05-25',
          dueDay: '2026-06-26',
          state: 'done',
          items: [
            { title: 'Planos entregados por los fraccionadores digitalizados', doneDay: '2026-06-03' },
            { title: 'Recorrido con los operadores de válvulas más antiguos', doneDay: '2026-06-10' },
            { title: 'Caudal de cada pozo medido en hora pico', doneDay: '2026-06-17' },
            { title: 'Válvulas sin tapa o descompuestas señaladas', doneDay: '2026-06-22' },
            { title: 'Mapa validado por los responsables de zona', doneDay: '2026-06-26' },
          ],
        },
        {
          title: 'Publicar el calendario de tandeo por colonia',
          responsible: 'huehuetoca-official-water',
          startDay: '2026-06-22',
          dueDay: '2026-07-17',
          state: 'in-progress',
          items: [
            { title: 'Horarios reales anotados durante dos semanas', doneDay: '2026-07-06' },
            { title: 'Turnos equilibrados entre pueblos y conjuntos urbanos', doneDay: '2026-07-13' },
            { title: 'Calendario revisado con representantes de colonia' },
            { title: 'Publicación en redes, tiendas y casetas de vigilancia' },
            { title: 'Aviso tipo para cambios por falla eléctrica' },
          ],
        },
        {
          title: 'Poner en marcha la brigada de fugas con respuesta en 48 horas',
          responsible: 'huehuetoca-official-water',
          startDay: '2026-06-15',
          dueDay: '2026-08-07',
          state: 'in-progress',
          items: [
            { title: 'Dos cuadrillas con camioneta y herramienta completa', doneDay: '2026-06-19' },
            { title: 'Abrazaderas y tubo de las medidas más usadas en existencia', doneDay: '2026-06-30' },
            { title: 'Guardia de fin de semana con rol publicado' },
            { title: 'Hora de reporte y hora de cierre en cada orden de trabajo' },
            { title: 'Relleno y pavimento repuestos después de cada reparación' },
            { title: 'Promedio de atención calculado cada lunes' },
          ],
        },
        {
          title: 'Controlar los viajes de pipa con vale y firma de quien recibe',
          responsible: 'huehuetoca-liaison',
          startDay: '2026-06-08',
          dueDay: '2026-07-08',
          state: 'in-progress',
          items: [
            { title: 'Vale foliado en tres tantos', doneDay: '2026-06-12' },
            { title: 'Escuelas y clínicas en primer lugar de la lista', doneDay: '2026-06-18' },
            { title: 'Garza de llenado con contador de litros' },
            { title: 'Choferes enterados de la prohibición de cobrar' },
          ],
        },
      ],
    },
    {
      title: 'Reparar las vialidades principales',
      actions: [
        {
          title: 'Levantar el inventario de baches en doce vialidades',
          responsible: 'huehuetoca-official-works',
          startDay: '2026-05-21',
          dueDay: '2026-06-12',
          state: 'done',
          items: [
            { title: 'Ficha con medida, profundidad y causa probable', doneDay: '2026-05-25' },
            { title: 'Seis vialidades recorridas en la zona de Jorobas y Xalpa', doneDay: '2026-06-01' },
            { title: 'Seis vialidades recorridas en la cabecera y Salitrillo', doneDay: '2026-06-08' },
            { title: 'Baches causados por fuga separados de los causados por tránsito', doneDay: '2026-06-11' },
          ],
        },
        {
          title: 'Contratar el suministro de mezcla asfáltica y emulsión',
          responsible: 'huehuetoca-official-works',
          startDay: '2026-06-08',
          dueDay: '2026-07-10',
          state: 'done',
          items: [
            { title: 'Toneladas calculadas a partir del inventario', doneDay: '2026-06-15' },
            { title: 'Procedimiento de compra autorizado', doneDay: '2026-06-24' },
            { title: 'Contrato con entregas parciales, según el clima', doneDay: '2026-07-07' },
            { title: 'Prueba de calidad de la primera entrega', doneDay: '2026-07-13' },
          ],
        },
        {
          title: 'Bachear los accesos a escuelas, clínicas y paradas de transporte',
          responsible: 'huehuetoca-official-works',
          startDay: '2026-07-06',
          dueDay: '2026-07-31',
          state: 'in-progress',
          items: [
            { title: 'Fugas bajo el pavimento reparadas antes de bachear', doneDay: '2026-07-10' },
            { title: 'Desvíos acordados con Tránsito y los transportistas', doneDay: '2026-07-14' },
            { title: 'Corte en cuadro, riego de liga y compactación supervisados' },
            { title: 'Fotografía con referencia y metro visible' },
            { title: 'Señales retiradas y calle barrida al terminar' },
          ],
        },
        {
          title: 'Revisar los baches reparados a los 30 y 60 días',
          responsible: 'huehuetoca-official-works',
          startDay: '2026-08-17',
          dueDay: '2026-10-09',
          state: 'not-started',
          items: [
            { title: 'Muestra de 40 reparaciones elegida al azar' },
            { title: 'Revisión a los 30 días con la Contraloría' },
            { title: 'Revisión a los 60 días, ya pasadas las lluvias' },
            { title: 'Reparaciones fallidas repetidas sin costo adicional' },
          ],
        },
      ],
    },
    {
      title: 'Responder a cada reporte ciudadano',
      actions: [
        {
          title: 'Unir los reportes de agua y bacheo bajo un solo folio',
          responsible: 'huehuetoca-liaison',
          startDay: '2026-06-15',
          dueDay: '2026-07-15',
          state: 'in-progress',
          items: [
            { title: 'Vías de entrada contadas: llamada, red social, ventanilla, radio', doneDay: '2026-06-19' },
            { title: 'Hoja compartida entre Agua, Obras y Atención Ciudadana', doneDay: '2026-06-29' },
            { title: 'Regla para juntar reportes repetidos de un mismo punto', doneDay: '2026-07-08' },
            { title: 'Respuesta a quien reporta cuando se cierra el folio' },
            { title: 'Reportes abiertos desde abril capturados' },
          ],
        },
        {
          title: 'Llamar cada mes a 50 personas que hicieron un reporte',
          responsible: 'huehuetoca-liaison',
          startDay: '2026-08-03',
          dueDay: '2026-09-30',
          state: 'not-started',
          items: [
            { title: 'Guion de cuatro preguntas y aviso de privacidad' },
            { title: 'Llamadas de agosto terminadas' },
            { title: 'Llamadas de septiembre terminadas' },
            { title: 'Casos mal cerrados devueltos al área con nueva fecha' },
          ],
        },
        {
          title: 'Informar a las colonias lo logrado y lo pendiente',
          responsible: null,
          startDay: '2026-09-28',
          dueDay: '2026-10-28',
          state: 'not-started',
          items: [
            { title: 'Cifras de fugas, tandeo y bacheo en una página' },
            { title: 'Reunión informativa en cuatro zonas del municipio' },
            { title: 'Compromisos para la temporada de estiaje de 2027' },
          ],
        },
      ],
    },
  ],
  notes: [
    {
      by: 'huehuetoca-official-water',
      day: '2026-06-26',
      text: 'El mapa quedó validado. Lo más valioso fue el recorrido con los operadores de válvulas: dos de ellos se jubilan este año y conocían siete válvulas que no estaban en ningún plano. Cuatro están enterradas bajo el pavimento.\n\nAntes de que Obras Públicas empiece el bacheo hay que descubrir esas cuatro y ponerles tapa; si no, las volveremos a perder.',
    },
    {
      by: 'queretaro-mentor',
      day: '2026-07-03',
      text: 'El orden que eligieron, primero la fuga y después el bache, es el correcto y pocos municipios lo respetan. Falta cuidar un detalle: la brigada de fugas debe avisar a Obras el mismo día que cierra una zanja, porque con lluvia el relleno se hunde en menos de una semana.\n\nPara el calendario de tandeo sugerimos publicar solo lo que sí se puede cumplir. Es mejor anunciar dos días por semana y cumplirlos que prometer cuatro. En la visita de intercambio podemos mostrar cómo avisamos los cambios por falla eléctrica.',
    },
    {
      by: 'huehuetoca-liaison',
      day: '2026-07-14',
      text: 'El folio único ya funciona entre las tres áreas, pero no alcanzaremos a capturar para mañana los reportes abiertos desde abril: son 312 y una sola persona los revisa. Propongo cerrar los repetidos con la regla que acordamos y pedir dos estudiantes de servicio social por tres semanas.\n\nEl control de pipas sigue vencido por el contador de litros. El proveedor cotizó, pero la compra no entró en el comité de junio; se presenta de nuevo el día 20.\n\nTambién falta nombrar responsable para el informe a las colonias. Lo llevo a la sesión del jueves.',
    },
  ],
};
